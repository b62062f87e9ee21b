package com.prysmid.tenant.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.prysmid.tenant.mail.PostSettings.Security;
import com.prysmid.tenant.outbound.TestAuthority;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Slug;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to a mail server, and what its answers come to. */
class SmtpPostTest {
    private static final Slug ACME = new Slug("acme");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private final TestAuthority authority = new TestAuthority();

    @TempDir
    Path directory;

    private Path trust;

    @BeforeEach
    void writeAuthority() throws IOException {
        trust = authority.write(directory.resolve("ca.pem"));
    }

    @Test
    void aRealServerTakesIt() throws Exception {
        authority.writeKeyStore(directory.resolve("server.p12"), "localhost");
        System.setProperty(
                "greenmail.tls.keystore.file", directory.resolve("server.p12").toString());
        System.setProperty("greenmail.tls.keystore.password", TestAuthority.PASSWORD);
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        try (SmtpPost post = post(server.getSmtps().getPort(), Security.TLS, "localhost")) {
            assertThat(send(post, "zoe@Bücher.example")).isEqualTo(new PostOutcome.Sent());

            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage message = server.getReceivedMessages()[0];
            assertThat(message.getAllRecipients()[0]).hasToString("zoe@xn--bcher-kva.example");
            assertThat(message.getHeader("Message-ID")).containsExactly("<letter-1@prysm.example>");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getSentDate().toInstant()).isEqualTo(CLOCK.instant());
            assertThat(message.getFrom()[0]).hasToString("\"Acme, Inc.\" <no-reply@prysm.example>");
            assertThat(message.getSubject()).isEqualTo("Elige una nueva contraseña para Acme, Inc.");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            String link = "https://auth.acme.example/ui/password/reset?token=alice-0001.ticket.s3cret_-x";
            assertThat((String) parts.getBodyPart(0).getContent()).contains(link);
            assertThat((String) parts.getBodyPart(1).getContent()).contains(link);
        } finally {
            server.stop();
            System.clearProperty("greenmail.tls.keystore.file");
            System.clearProperty("greenmail.tls.keystore.password");
        }
    }

    @Test
    void nothingIsSaidInTheClearButThatTlsBegin() throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, "alice@example.org")).isEqualTo(new PostOutcome.Sent());
            assertThat(server.overheard).containsExactly("EHLO prysm.example", "STARTTLS");
            assertThat(server.heard).contains("MAIL FROM:<no-reply@prysm.example>", "RCPT TO:<alice@example.org>");
        }
    }

    @Test
    void aNameBeyondAsciiNeedsAServerThatSaysItTakesIt() throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, "zo\u00eb@example.org")).isEqualTo(new PostOutcome.Refused("address_needs_smtputf8"));
            assertThat(server.heard).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void aServerWithoutTlsOrWithAnothersNameOrAuthorityGetsNothing() throws Exception {
        try (MailServer plain = server("localhost", false);
                SmtpPost post = post(plain.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, "alice@example.org")).isInstanceOf(PostOutcome.Failed.class);
            assertThat(plain.overheard).noneMatch(line -> line.startsWith("MAIL"));
        }
        try (MailServer other = server("mail.example", true);
                SmtpPost post = post(other.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, "alice@example.org")).isInstanceOf(PostOutcome.Failed.class);
            assertThat(other.heard).isEmpty();
        }
        try (MailServer stranger = new MailServer(new TestAuthority().server(List.of("localhost"), List.of()), true);
                SmtpPost post = post(stranger.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, "alice@example.org")).isInstanceOf(PostOutcome.Failed.class);
            assertThat(stranger.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT,550 no such user alice@example.org,REFUSED,smtp_550",
        "RCPT,450 later,FAILED,smtp_450",
        "DATA.,554 spam,REFUSED,smtp_554",
        "DATA.,451 later,FAILED,smtp_451",
        "DATA,421 closing,FAILED,smtp_421",
        "MAIL,550 not you,FAILED,smtp_sender_550",
        "EHLO,421 busy,FAILED,"
    })
    void whatAnAnswerComesTo(String verb, String answer, String ending, String reason) throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            server.answers.put(verb, answer);
            PostOutcome outcome = send(post, "alice@example.org");
            switch (outcome) {
                case PostOutcome.Refused(var told) -> {
                    assertThat(ending).isEqualTo("REFUSED");
                    assertThat(told).isEqualTo(reason);
                }
                case PostOutcome.Failed(var told) -> {
                    assertThat(ending).isEqualTo("FAILED");
                    assertThat(told)
                            .matches(text -> reason == null || text.equals(reason))
                            .doesNotContain("alice");
                }
                case PostOutcome.Sent sent -> throw new AssertionError("it was not taken");
            }
        }
    }

    @Test
    void aServerThatIsDownIsNoLossAndIsFoundWhenItIsBack() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        try (SmtpPost post = post(port, Security.STARTTLS, "localhost")) {
            assertThat(send(post, "alice@example.org")).isEqualTo(new PostOutcome.Failed("unreachable"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.org\r\nRCPT TO:<eve@example.org>",
                "alice@example.org>\r\nDATA",
                "alice@example.org, eve@example.org",
                "\"a\r\nb\"@example.org",
                "a b@example.org",
                "<alice@example.org>",
                "alice@exa mple.org",
                "alice@[127.0.0.1]",
                "alice@-example.org",
                "@example.org",
                "alice",
                ".alice@example.org",
                "al\u0000ice@example.org"
            })
    void whatIsNoAddressReachesNoServer(String address) throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            assertThat(send(post, address)).isEqualTo(new PostOutcome.Refused("bad_address"));
            assertThat(server.overheard).isEmpty();
        }
    }

    @Test
    void noNameOfAWorkspaceBecomesAHeaderOrEndsTheMail() throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            Letter letter = MailWriterTest.letter(
                    MailKind.PASSWORD_CHANGED,
                    "en",
                    "Evil\r\nBcc: eve@example.org\r\n\r\n.\r\nRCPT TO:<eve@example.org>",
                    Map.of());
            assertThat(post.send(ACME, letter).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(new PostOutcome.Sent());
            assertThat(server.heard)
                    .noneMatch(line -> line.startsWith("Bcc:") || line.startsWith("RCPT TO:<eve") || line.equals("."));
        }
    }

    @Test
    void oneWorkspacesFloodLeavesRoomForAnother() throws Exception {
        try (MailServer server = server("localhost", true);
                SmtpPost post = post(server.port(), Security.STARTTLS, "localhost")) {
            var flood = IntStream.range(0, 1_100)
                    .mapToObj(i -> post.send(
                                    new Slug("flood"),
                                    MailWriterTest.letter(MailKind.PASSWORD_CHANGED, "en", "Flood", Map.of()))
                            .toCompletableFuture())
                    .toList();
            assertThat(send(post, "alice@example.org")).isEqualTo(new PostOutcome.Sent());
            assertThat(flood.getLast().getNow(null)).isEqualTo(new PostOutcome.Failed("busy"));
            assertThat(flood.stream().filter(one -> !one.isDone()).count()).isGreaterThan(500);
        }
    }

    private MailServer server(String name, boolean offersTls) {
        return new MailServer(authority.server(List.of(name), List.of()), offersTls);
    }

    private SmtpPost post(int port, Security security, String host) throws IOException {
        return SmtpPost.start(
                new PostSettings(
                        host,
                        port,
                        security,
                        Optional.empty(),
                        "no-reply@prysm.example",
                        Optional.of(trust),
                        Duration.ofSeconds(5),
                        4),
                CLOCK);
    }

    private static PostOutcome send(SmtpPost post, String address) throws Exception {
        Letter model = MailWriterTest.letter(MailKind.PASSWORD_RESET, "es", "Acme, Inc.", Map.of());
        return post.send(
                        ACME,
                        new Letter(
                                model.id(),
                                model.kind(),
                                address,
                                model.locale(),
                                model.parameters(),
                                model.secret(),
                                model.validUntil(),
                                model.at(),
                                model.home()))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}

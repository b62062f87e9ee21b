package com.prysmid.tenant.mail;

import com.prysmid.tenant.mail.PostSettings.Login;
import com.prysmid.tenant.mail.PostSettings.Security;
import com.prysmid.tenant.outbound.OutboundTls;
import com.prysmid.tenant.outbound.Turns;
import com.prysmid.tenant.protocol.Slug;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a mail server: a connection for each mail, over TLS that proves the server's name. Its threads wait for the server,
 * nobody else does; workspaces take turns at them. Thread-safe.
 */
public final class SmtpPost implements Post, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpPost.class);

    /** Of one workspace; whatever comes on top is tried again later, as all that fails is. */
    private static final int WAITING = 1_000;

    /** RFC 5321 §4.2.1: the first digit tells who may try again. */
    private static final int PERMANENT = 500;

    private final PostSettings settings;
    private final MailAddress from;
    private final Session session;
    private final Clock clock;
    private final Turns turns;
    private final ExecutorService threads;

    private SmtpPost(PostSettings settings, Session session, Clock clock) {
        this.settings = settings;
        this.from = MailAddress.parse(settings.from()).orElseThrow();
        this.session = session;
        this.clock = clock;
        // One workspace's thousand invitations leave half of the connections to the others.
        this.turns = new Turns(settings.atOnce(), Math.max(1, settings.atOnce() / 2), WAITING);
        this.threads = Executors.newFixedThreadPool(
                settings.atOnce(),
                Thread.ofPlatform().daemon().name("prysm-mail-", 0).factory());
    }

    /** @throws IOException where the authorities to trust cannot be read */
    public static SmtpPost start(PostSettings settings, Clock clock) throws IOException {
        OutboundTls tls = OutboundTls.trusting(settings.trust());
        Properties properties = new Properties();
        String millis = Long.toString(settings.patience().toMillis());
        boolean implicit = settings.security() == Security.TLS;
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(implicit));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(!implicit));
        properties.put("mail.smtp.starttls.required", Boolean.toString(!implicit));
        properties.put("mail.smtp.ssl.socketFactory", tls.sockets());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
        properties.put("mail.smtp.from", settings.from());
        // What we say in EHLO; the machine's own name is nobody's business.
        properties.put(
                "mail.smtp.localhost",
                MailAddress.parse(settings.from()).orElseThrow().domain());
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.mime.allowutf8", "true");
        return new SmtpPost(settings, Session.getInstance(properties), clock);
    }

    @Override
    public CompletionStage<PostOutcome> send(Slug workspace, Letter letter) {
        if (settings.host().isEmpty()) {
            return CompletableFuture.completedFuture(new PostOutcome.Failed("no_mail_server"));
        }
        CompletableFuture<PostOutcome> outcome = new CompletableFuture<>();
        boolean entered = turns.enter(workspace.value(), () -> {
            try {
                threads.execute(() -> {
                    PostOutcome made = attempt(letter);
                    turns.leave(workspace.value());
                    outcome.complete(made);
                });
            } catch (RejectedExecutionException closing) {
                turns.leave(workspace.value());
                outcome.complete(new PostOutcome.Failed("closing"));
            }
        });
        if (!entered) {
            outcome.complete(new PostOutcome.Failed("busy"));
        }
        return outcome;
    }

    private PostOutcome attempt(Letter letter) {
        MailAddress to = MailAddress.parse(letter.address()).orElse(null);
        if (to == null) {
            return new PostOutcome.Refused("bad_address");
        }
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            MimeMessage message = MimeLetter.of(session, from, to, letter, MailWriter.write(letter), clock.instant());
            Login login = settings.login().orElse(null);
            transport.connect(login == null ? null : login.user(), login == null ? null : login.password());
            if (to.needsUtf8() && !transport.supportsExtension("SMTPUTF8")) {
                return new PostOutcome.Refused("address_needs_smtputf8");
            }
            transport.sendMessage(message, message.getAllRecipients());
            return new PostOutcome.Sent();
        } catch (MessagingException e) {
            PostOutcome outcome = judge(e);
            // What a server says may quote the address.
            LOG.debug("A mail was not taken: {} ({})", outcome, e.getClass().getSimpleName());
            return outcome;
        } catch (RuntimeException e) {
            LOG.warn("A mail could not be made or sent: {}", e.getClass().getName());
            return new PostOutcome.Failed("unexpected");
        }
    }

    /** A recipient or a mail that is refused for good stays refused; a server that has something against us may change its mind. */
    static PostOutcome judge(MessagingException thrown) {
        for (Exception one = thrown; one != null; one = next(one)) {
            switch (one) {
                case SMTPAddressFailedException recipient -> {
                    return refusedOrFailed(recipient.getReturnCode());
                }
                case SMTPSenderFailedException sender -> {
                    return new PostOutcome.Failed("smtp_sender_" + sender.getReturnCode());
                }
                case SMTPSendFailedException message
                when message.getNextException() == null -> {
                    return refusedOrFailed(message.getReturnCode());
                }
                case AuthenticationFailedException login -> {
                    return new PostOutcome.Failed("smtp_login");
                }
                default -> {}
            }
        }
        return new PostOutcome.Failed(thrown.getCause() instanceof javax.net.ssl.SSLException ? "tls" : "unreachable");
    }

    private static PostOutcome refusedOrFailed(int code) {
        return code >= PERMANENT ? new PostOutcome.Refused("smtp_" + code) : new PostOutcome.Failed("smtp_" + code);
    }

    private static Exception next(Exception thrown) {
        return thrown instanceof MessagingException mail ? mail.getNextException() : null;
    }

    /** What is under way is tried again when a node starts. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

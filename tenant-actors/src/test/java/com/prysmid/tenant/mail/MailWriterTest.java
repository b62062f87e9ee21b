package com.prysmid.tenant.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.HomeCommand.Home;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailWriterTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOKEN = "alice-0001.ticket.s3cret_-x";

    static Stream<Arguments> everyMail() {
        return Stream.of(MailKind.values())
                .flatMap(kind -> Branding.LANGUAGES.stream().map(language -> Arguments.of(kind, language)));
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void everyMailIsWrittenInEveryLanguageAndBothPartsLeadToTheSamePlace(MailKind kind, String language) {
        MailText mail = MailWriter.write(letter(kind, language, "Acme", Map.of("ip", "192.0.2.7", "factor", "totp")));

        assertThat(mail.language()).isEqualTo(language);
        assertThat(mail.subject()).contains("Acme").doesNotContain("{");
        assertThat(mail.text()).doesNotContain("{").doesNotContain("null");
        assertThat(mail.html()).contains("lang=\"" + language + "\"").doesNotContain("null");
        switch (kind.holds()) {
            case LINK -> {
                String link = "https://auth.acme.example" + kind.path() + "?token=" + TOKEN;
                assertThat(mail.text()).contains("\r\n" + link + "\r\n");
                assertThat(mail.html()).contains("href=\"" + link + "\"");
            }
            case CODE -> {
                assertThat(mail.text()).contains("    " + TOKEN + "\r\n");
                assertThat(mail.html()).contains(">" + TOKEN + "<");
            }
            case NOTICE -> {
                assertThat(mail.text()).doesNotContain(TOKEN).contains("192.0.2.7");
                assertThat(mail.html()).doesNotContain(TOKEN).contains("192.0.2.7");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"es", "pt"})
    void languagesSayTheSameThings(String language) {
        assertThat(MailWords.in(language).texts().keySet())
                .isEqualTo(MailWords.in("en").texts().keySet());
        MailWords.in("en")
                .texts()
                .forEach((key, text) -> assertThat(
                                parameters(MailWords.in(language).texts().getProperty(key.toString())))
                        .as("%s in %s", key, language)
                        .containsExactlyInAnyOrderElementsOf(parameters(text.toString())));
    }

    @Test
    void theLanguageIsThePersonsElseTheWorkspaces() {
        Branding spanish = new Branding(null, null, null, null, null, null, "es", null);
        assertThat(MailWords.of("pt-BR", spanish).language()).isEqualTo("pt");
        assertThat(MailWords.of("de-DE", spanish).language()).isEqualTo("es");
        assertThat(MailWords.of(null, spanish).language()).isEqualTo("es");
        assertThat(MailWords.of("../../etc", Branding.NONE).language()).isEqualTo("en");
    }

    @Test
    void theWorkspacesNameAndColoursAreWorn() {
        Branding branding = new Branding("Wonderland", "#aa0011", "#ffcc00", null, null, null, null, null);
        MailText mail = MailWriter.write(letter(MailKind.PASSWORD_RESET, "en", "acme", branding, Map.of()));
        assertThat(mail.workspace()).isEqualTo("Wonderland");
        assertThat(mail.subject()).isEqualTo("Choose a new password for Wonderland");
        assertThat(mail.html())
                .contains("background:#aa0011;color:#ffffff")
                .contains("background: #ffcc00 !important; color: #000000 !important");
    }

    @Test
    void nothingThatOthersWroteBecomesMarkupAHeaderOrAnotherParameter() {
        MailText mail = MailWriter.write(letter(
                MailKind.FACTOR_ADDED,
                "en",
                "Evil\r\nBcc: all@example.org\u2028{ip}<script>alert(1)</script>\u202Egro",
                Map.of("ip", "<img src=x>\r\n.\r\n{valid_until}", "factor", "\"><a href=https://evil.example>")));

        assertThat(mail.subject()).doesNotContain("\r").doesNotContain("\n").doesNotContain("\u2028");
        assertThat(mail.workspace()).doesNotContain("\u202E").contains("{ip}");
        assertThat(mail.html())
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("<a href=https://evil")
                .contains("&lt;script&gt;");
        assertThat(mail.text().lines()).noneMatch(line -> line.equals(".") || line.startsWith("Bcc:"));
    }

    @Test
    void nothingIsFetchedFromElsewhereAndItStaysSmall() {
        for (MailKind kind : MailKind.values()) {
            String html = MailWriter.write(letter(kind, "es", "Acme", Map.of())).html();
            assertThat(html)
                    .doesNotContain("<img")
                    .doesNotContain("<script")
                    .doesNotContain("<link")
                    .doesNotContain("url(")
                    .doesNotContain("<table");
            assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8_000);
        }
    }

    static Letter letter(MailKind kind, @Nullable String locale, String name, Map<String, String> parameters) {
        return letter(kind, locale, name, Branding.NONE, parameters);
    }

    static Letter letter(
            MailKind kind, @Nullable String locale, String name, Branding branding, Map<String, String> parameters) {
        return new Letter(
                "letter-1",
                kind,
                "alice@example.org",
                locale,
                parameters,
                kind.holds() == MailKind.Holds.NOTICE ? null : new Secret(TOKEN),
                AT.plusSeconds(3_600),
                AT,
                new Home(new Secret("sealed"), "https://auth.acme.example", name, branding));
    }

    private static List<String> parameters(String text) {
        List<String> found = new ArrayList<>();
        Pattern.compile("\\{[a-z_]+}").matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }
}

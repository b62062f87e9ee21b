package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.JwtVerification.Outcome;
import com.prysmid.tenant.crypto.JwtVerification.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpaqueTokensTest {
    private static final String ISSUER = "https://auth.acme.example";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, Object> CLAIMS = Map.of(
            "iss",
            ISSUER,
            "sub",
            "alice-0001",
            "aud",
            List.of("https://api.example", ISSUER),
            "iat",
            NOW.getEpochSecond(),
            "exp",
            NOW.getEpochSecond() + 900,
            "cnf",
            Map.of("jkt", "thumbprint"));

    @TempDir
    private Path directory;

    private KeyEncryptionKey kek;
    private WorkspaceSeal acme;

    @BeforeEach
    void makeKeys() throws IOException {
        kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        acme = WorkspaceSeal.create(kek, "acme");
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String token = OpaqueTokens.seal(acme, CLAIMS);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(open(changed)).as(changed).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aCutOrLengthenedTokenIsRefused() {
        String token = OpaqueTokens.seal(acme, CLAIMS);
        for (String changed : List.of(
                token.substring(0, token.length() - 1),
                token.substring(0, token.length() / 2),
                token + "A",
                token + "=",
                token + " ",
                " " + token,
                token + "." + token)) {
            assertThat(open(changed)).as(changed).isInstanceOf(Outcome.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "prysm_at_", "prysm_at_A", "prysm_at_=", "prysm_at_!!!!", "PRYSM_AT_AAAA", "AAAA", "a.b.c"})
    void whatIsNoTokenIsMalformedOrForeign(String text) {
        assertThat(open(text)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTokenTooLongToBeOursIsNotDecoded() {
        assertThat(open(OpaqueTokens.PREFIX + "A".repeat(20_000))).isEqualTo(new Outcome.Refused(Refusal.MALFORMED));
    }

    @Test
    void anotherWorkspacesTokenDoesNotOpen() {
        String foreign = OpaqueTokens.seal(WorkspaceSeal.create(kek, "globex"), CLAIMS);
        assertThat(open(foreign)).isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        String twin = OpaqueTokens.seal(WorkspaceSeal.create(kek, "acme"), CLAIMS);
        assertThat(open(twin)).as("of another data key").isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
    }

    @Test
    void whatWasSealedForAnotherPurposeIsNoToken() {
        byte[] claims = ClaimsJson.render(CLAIMS);
        String asKey = acme.seal(claims, "kid-1").base64Url();
        assertThat(open(OpaqueTokens.PREFIX + asKey)).isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
    }

    @Test
    void issuerAndLifeCountAsInAJwt() {
        String token = OpaqueTokens.seal(acme, CLAIMS);
        assertThat(OpaqueTokens.open(token, acme, ISSUER + "/", NOW))
                .isEqualTo(new Outcome.Refused(Refusal.WRONG_ISSUER));
        assertThat(OpaqueTokens.open(token, acme, ISSUER, NOW.plusSeconds(900)))
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRED));
        assertThat(OpaqueTokens.open(token, acme, ISSUER, NOW.minusSeconds(120)))
                .isEqualTo(new Outcome.Refused(Refusal.NOT_YET_VALID));
        assertThat(open(OpaqueTokens.seal(acme, Map.of("iss", ISSUER))))
                .as("without an end")
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRED));
    }

    @Test
    void theWorkspaceReadsWhatItSealedAndNobodyElseSeesAnything() {
        String token = OpaqueTokens.seal(acme, CLAIMS);
        assertThat(open(token))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.claims().values()).isEqualTo(CLAIMS));
        assertThat(token).startsWith("prysm_at_").matches("[A-Za-z0-9_-]+");
        String inside = new String(
                Base64.getUrlDecoder().decode(token.substring("prysm_at_".length())), StandardCharsets.ISO_8859_1);
        assertThat(inside).doesNotContain("alice").doesNotContain(ISSUER);
        assertThat(OpaqueTokens.seal(acme, CLAIMS)).isNotEqualTo(token);
    }

    private Outcome open(String token) {
        return OpaqueTokens.open(token, acme, ISSUER, NOW);
    }
}

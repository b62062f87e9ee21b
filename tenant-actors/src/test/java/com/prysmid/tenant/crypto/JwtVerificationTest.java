package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.JwtVerification.Expected;
import com.prysmid.tenant.crypto.JwtVerification.Expiry;
import com.prysmid.tenant.crypto.JwtVerification.Outcome;
import com.prysmid.tenant.crypto.JwtVerification.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtVerificationTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String ISSUER = "https://auth.acme.example";
    private static final Expected EXPECTED = new Expected("at+jwt", ISSUER);
    private static final SigningKeys KEYS = new SigningKeys(CryptoProviders.detect());
    private static final GeneratedKey RSA = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final GeneratedKey OTHER_RSA = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final GeneratedKey EC = KEYS.generate(SigningAlgorithm.ES256, "k2");
    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}";
    private static final String PAYLOAD = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"ada\",\"exp\":"
            + NOW.plusSeconds(900).getEpochSecond() + ",\"iat\":" + NOW.getEpochSecond() + "}";

    private final Map<String, VerificationKey> ring = Map.of(
            "k1", VerificationKey.parse(RSA.publicJwk(), CryptoProviders.jdkOnly()),
            "k2", VerificationKey.parse(EC.publicJwk(), CryptoProviders.jdkOnly()));

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void ourOwnTokensOfEveryAlgorithmVerify(SigningAlgorithm algorithm) {
        SigningKey key = KEYS.open(KEYS.generate(algorithm, "k9"));
        String token = key.sign("at+jwt", PAYLOAD.getBytes(UTF_8));
        Outcome outcome = JwtVerification.verify(token, kid -> Optional.of(key.verification()), EXPECTED, NOW);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.claims().text("sub")).contains("ada"));
    }

    @Test
    void theForgersToolMakesTokensThatVerifyWhenNothingIsForged() throws Exception {
        assertThat(verify(Forged.rsa(HEADER, PAYLOAD, RSA))).isInstanceOf(Outcome.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void algNoneIsRefusedInEverySpelling(String alg) {
        String header = HEADER.replace("RS256", alg);
        assertRefused(Forged.unsigned(header, PAYLOAD), Refusal.MALFORMED);
        assertRefused(Forged.withSignature(header, PAYLOAD, new byte[256]), Refusal.WRONG_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512"})
    void anHmacKeyedWithThePublicKeyIsRefused(String alg) throws Exception {
        String header = HEADER.replace("RS256", alg);
        assertRefused(Forged.hmac(header, PAYLOAD, Forged.spki(RSA)), Refusal.WRONG_ALGORITHM);
        assertRefused(Forged.hmac(header, PAYLOAD, RSA.publicJwk().getBytes(UTF_8)), Refusal.WRONG_ALGORITHM);
        assertRefused(Forged.hmac(HEADER, PAYLOAD, Forged.spki(RSA)), Refusal.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "RS384", "RS512", "RS1", "ES256", "EdDSA", "rs256"})
    void anotherAlgorithmThanTheKeysIsRefusedEvenWithAnHonestSignature(String alg) throws Exception {
        assertRefused(Forged.rsa(HEADER.replace("RS256", alg), PAYLOAD, RSA), Refusal.WRONG_ALGORITHM);
    }

    @Test
    void anotherKeysSignatureIsRefused() throws Exception {
        assertRefused(Forged.rsa(HEADER, PAYLOAD, OTHER_RSA), Refusal.BAD_SIGNATURE);
        assertRefused(Forged.p256(HEADER.replace("RS256", "ES256"), PAYLOAD, EC), Refusal.WRONG_ALGORITHM);
        assertRefused(
                Forged.rsa(HEADER.replace("RS256", "ES256").replace("k1", "k2"), PAYLOAD, RSA), Refusal.BAD_SIGNATURE);
    }

    @Test
    void theEcdsaSignatureOfZeroesIsRefused() {
        String header = HEADER.replace("RS256", "ES256").replace("k1", "k2");
        assertRefused(Forged.withSignature(header, PAYLOAD, new byte[64]), Refusal.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../../etc/passwd\"",
                "\"k1' OR '1'='1\"",
                "\"\"",
                "\"K1\"",
                "\"k1 \"",
                "\"k1\\u0000\"",
                "7",
                "[\"k1\"]",
                "{}"
            })
    void aKidThatNamesNoKeyFindsNone(String kid) throws Exception {
        assertRefused(Forged.rsa(HEADER.replace("\"k1\"", kid), PAYLOAD, RSA), Refusal.UNKNOWN_KEY);
    }

    @Test
    void anEndlessKidNeverReachesTheLookUp() throws Exception {
        String token = Forged.rsa(HEADER.replace("k1", "k".repeat(65)), PAYLOAD, RSA);
        Outcome outcome = JwtVerification.verify(
                token,
                kid -> {
                    throw new AssertionError("looked up");
                },
                EXPECTED,
                NOW);
        assertThat(outcome).isEqualTo(new Outcome.Refused(Refusal.UNKNOWN_KEY));
    }

    @Test
    void aHeaderThatBringsItsOwnKeyOrDemandsIsRefused() throws Exception {
        for (String extra : new String[] {
            "\"jwk\":" + OTHER_RSA.publicJwk(),
            "\"jku\":\"https://evil.example/keys\"",
            "\"x5u\":\"https://evil.example/cert\"",
            "\"x5c\":[\"MIIB\"]",
            "\"crit\":[\"exp\"]",
            "\"crit\":[]",
            "\"b64\":false,\"crit\":[\"b64\"]",
            "\"zip\":\"DEF\"",
            "\"alg\":\"none\""
        }) {
            String header = HEADER.replace("{", "{" + extra + ",");
            assertRefused(Forged.rsa(header, PAYLOAD, OTHER_RSA), Refusal.MALFORMED);
            assertRefused(Forged.rsa(header, PAYLOAD, RSA), Refusal.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "AT+JWT", "logout+jwt", "application/at+jwt", ""})
    void oneKindOfTokenDoesNotPassForAnother(String typ) throws Exception {
        assertRefused(Forged.rsa(HEADER.replace("at+jwt", typ), PAYLOAD, RSA), Refusal.WRONG_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.globex.example",
                "https://auth.acme.example/",
                "HTTPS://auth.acme.example",
                "https://auth.acme.example.evil"
            })
    void anotherIssuerIsRefused(String issuer) throws Exception {
        assertRefused(Forged.rsa(HEADER, PAYLOAD.replace(ISSUER, issuer), RSA), Refusal.WRONG_ISSUER);
    }

    @Test
    void everyChangedCharacterIsNoticed() throws Exception {
        String token = Forged.rsa(HEADER, PAYLOAD, RSA);
        for (int index = 0; index < token.length(); index++) {
            for (char other : new char[] {'A', 'B', '.', '=', '+', ' ', '\u00e9'}) {
                if (token.charAt(index) != other) {
                    String changed = token.substring(0, index) + other + token.substring(index + 1);
                    assertThat(verify(changed)).isInstanceOf(Outcome.Refused.class);
                }
            }
        }
    }

    @Test
    void garbageIsRefusedWithoutAnException() throws Exception {
        String token = Forged.rsa(HEADER, PAYLOAD, RSA);
        for (String text : new String[] {
            "",
            ".",
            "..",
            "...",
            "a.b.c",
            "a.b.c.d.e",
            token + ".",
            token + "=",
            "." + token,
            token + "\n",
            token.substring(0, token.lastIndexOf('.')),
            token.substring(0, token.lastIndexOf('.') + 1),
            "x".repeat(1_000_000),
            Forged.rsa("[]", PAYLOAD, RSA),
            Forged.rsa("null", PAYLOAD, RSA),
            Forged.rsa("{", PAYLOAD, RSA),
            Forged.rsa(HEADER + HEADER, PAYLOAD, RSA),
            Forged.rsa("[".repeat(5_000), PAYLOAD, RSA),
            Forged.rsa(HEADER, "[]", RSA),
            Forged.rsa(HEADER, "", RSA),
            Forged.rsa(HEADER, PAYLOAD + "x", RSA),
            Forged.rsa(HEADER, PAYLOAD.replace("\"sub\"", "\"iss\""), RSA)
        }) {
            assertRefused(text, Refusal.MALFORMED);
        }
    }

    @Test
    void aTokenEndsAtItsSecond() throws Exception {
        String token = Forged.rsa(HEADER, PAYLOAD, RSA);
        Instant end = NOW.plusSeconds(900);
        assertThat(JwtVerification.verify(token, this::key, EXPECTED, end.minusMillis(1)))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(JwtVerification.verify(token, this::key, EXPECTED, end))
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRED));
        Expected hint = new Expected("at+jwt", ISSUER, Expiry.IGNORED);
        assertThat(JwtVerification.verify(token, this::key, hint, end.plusSeconds(1_000_000)))
                .isInstanceOf(Outcome.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "-1", "1e400", "99999999999999999999", "true", "[]", "9e99"})
    void anExpiryThatIsNoTimeIsNone(String exp) throws Exception {
        String payload = PAYLOAD.replace(String.valueOf(NOW.plusSeconds(900).getEpochSecond()), exp);
        assertThat(verify(Forged.rsa(HEADER, payload, RSA))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTokenFromTheFutureIsRefusedBeyondTheClocksDifference() throws Exception {
        SigningKey key = KEYS.open(RSA);
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("iss", ISSUER, "exp", NOW.plusSeconds(900)));
        claims.put("iat", NOW.plusSeconds(60));
        assertThat(verify(key.sign("at+jwt", ClaimsJson.render(claims)))).isInstanceOf(Outcome.Verified.class);
        claims.put("iat", NOW.plusSeconds(61));
        assertRefused(key.sign("at+jwt", ClaimsJson.render(claims)), Refusal.NOT_YET_VALID);
        claims.put("iat", "yesterday");
        assertRefused(key.sign("at+jwt", ClaimsJson.render(claims)), Refusal.NOT_YET_VALID);
        claims.put("iat", NOW);
        claims.put("nbf", NOW.plusSeconds(61));
        assertRefused(key.sign("at+jwt", ClaimsJson.render(claims)), Refusal.NOT_YET_VALID);
    }

    private Optional<VerificationKey> key(String kid) {
        return Optional.ofNullable(ring.get(kid));
    }

    private Outcome verify(String token) {
        return JwtVerification.verify(token, this::key, EXPECTED, NOW);
    }

    private void assertRefused(String token, Refusal reason) {
        assertThat(verify(token)).isEqualTo(new Outcome.Refused(reason));
    }
}

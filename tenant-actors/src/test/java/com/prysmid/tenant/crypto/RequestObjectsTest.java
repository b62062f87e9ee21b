package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.RequestObjects.Expected;
import com.prysmid.tenant.crypto.RequestObjects.Outcome;
import com.prysmid.tenant.crypto.RequestObjects.Refusal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestObjectsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String ISSUER = "https://auth.acme.example";
    private static final Expected LAX = new Expected("client-1", ISSUER, false);
    private static final Expected DATED = new Expected("client-1", ISSUER, true);
    private static final Set<SigningAlgorithm> ALL = EnumSet.allOf(SigningAlgorithm.class);
    private static final CryptoProviders PROVIDERS = CryptoProviders.detect();
    private static final SigningKeys KEYS = new SigningKeys(PROVIDERS);
    private static final GeneratedKey RSA = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final GeneratedKey STRANGER = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final AssertionKeys REGISTERED = keySet(RSA);

    private final Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "kid", "k1"));
    private final Map<String, Object> claims = new LinkedHashMap<>(
            Map.of("iss", "client-1", "aud", ISSUER, "client_id", "client-1", "response_type", "code", "max_age", 300));

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void everyAlgorithmIsTakenAndWhatWasSignedComesOut(SigningAlgorithm algorithm) {
        GeneratedKey key = KEYS.generate(algorithm, "k1");
        String object = KEYS.open(key).sign("oauth-authz-req+jwt", ClaimsJson.render(claims));
        Outcome outcome = RequestObjects.verify(object, keySet(key), ALL, LAX, NOW);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(verified.json()).contains("\"max_age\":300"));
        assertThat(RequestObjects.verify(object, keySet(key), EnumSet.complementOf(EnumSet.of(algorithm)), LAX, NOW))
                .isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void noSignatureIsNoSignature() throws Exception {
        for (String alg : List.of("none", "None", "NONE", "nOnE")) {
            assertThat(verify(Forged.unsigned("{\"alg\":\"" + alg + "\"}", json()), LAX))
                    .isInstanceOf(Outcome.Refused.class);
        }
        String signed = signed(RSA);
        assertThat(verify(signed.substring(0, signed.lastIndexOf('.') + 1), LAX))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(RequestObjects.isUnsigned(signed)).isFalse();
        header.put("alg", "none");
        assertThat(verify(signed(RSA), LAX)).as("none with a signature").isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void thePublicKeyIsNoSecret() throws Exception {
        String object = Forged.hmac("{\"alg\":\"HS256\",\"kid\":\"k1\"}", json(), Forged.spki(RSA));
        assertThat(verify(object, LAX)).isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void onlyRegisteredKeysCountWhateverTheHeaderBrings() throws Exception {
        assertThat(verify(signed(STRANGER), LAX)).isEqualTo(refused(Refusal.BAD_SIGNATURE));
        header.put("jwk", Map.of("kty", "RSA"));
        header.put("jku", "https://evil.example/keys");
        assertThat(verify(signed(STRANGER), LAX)).isEqualTo(refused(Refusal.BAD_SIGNATURE));
        for (String kid : List.of("../../etc/passwd", "k1' OR '1'='1", "k2", "")) {
            header.put("kid", kid);
            assertThat(verify(signed(STRANGER), LAX)).isInstanceOf(Outcome.Refused.class);
        }
        header.put("crit", List.of("exp"));
        assertThat(verify(signed(RSA), LAX)).isEqualTo(refused(Refusal.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "dpop+jwt", "client-authentication+jwt", "logout+jwt", ""})
    void aJwtOfAnotherTypeIsNone(String typ) throws Exception {
        header.put("typ", typ);
        assertThat(verify(signed(RSA), LAX)).isEqualTo(refused(Refusal.WRONG_TYPE));
    }

    @Test
    void itIsFromThisAppAndForThisIssuer() throws Exception {
        assertRefusedWith("iss", "client-2", Refusal.WRONG_ISSUER);
        assertRefusedWith("client_id", "client-2", Refusal.WRONG_CLIENT);
        assertRefusedWith("aud", "https://auth.globex.example", Refusal.WRONG_AUDIENCE);
        assertRefusedWith("aud", List.of(), Refusal.WRONG_AUDIENCE);
        assertRefusedWith("sub", "client-1", Refusal.IS_AN_ASSERTION);
        assertRefusedWith("request", "e30.e30.", Refusal.NESTED);
        assertRefusedWith("request_uri", "https://rp.example/r", Refusal.NESTED);
        claims.remove("iss");
        assertThat(verify(signed(RSA), LAX)).isEqualTo(refused(Refusal.WRONG_ISSUER));
    }

    @Test
    void itsTimesAreSoundWhereTheyAre() throws Exception {
        long now = NOW.getEpochSecond();
        assertRefusedWith("exp", now, Refusal.EXPIRED);
        assertRefusedWith("exp", "soon", Refusal.EXPIRED);
        assertRefusedWith("nbf", now + 120, Refusal.NOT_YET_VALID);
        assertRefusedWith("iat", now + 120, Refusal.NOT_YET_VALID);
        claims.put("nbf", now);
        assertRefusedWith("exp", now + 3_601, Refusal.LIVES_TOO_LONG);
    }

    @Test
    void aPushedOneSaysFromWhenToWhen() throws Exception {
        long now = NOW.getEpochSecond();
        assertThat(verify(signed(RSA), LAX)).isInstanceOf(Outcome.Verified.class);
        assertThat(verify(signed(RSA), DATED)).isEqualTo(refused(Refusal.NOT_DATED));
        claims.put("exp", now + 300);
        assertThat(verify(signed(RSA), DATED)).isEqualTo(refused(Refusal.NOT_DATED));
        claims.put("nbf", now - 10);
        assertThat(verify(signed(RSA), DATED)).isInstanceOf(Outcome.Verified.class);
        claims.put("nbf", now - 3_700);
        claims.put("exp", now + 10);
        assertThat(verify(signed(RSA), DATED)).isEqualTo(refused(Refusal.LIVES_TOO_LONG));
    }

    @Test
    void anUnsignedOneIsReadAsWhatItIsAndNeverAnAssertion() {
        claims.remove("iss");
        claims.remove("aud");
        String object = Forged.unsigned("{\"alg\":\"none\"}", json());
        assertThat(RequestObjects.isUnsigned(object)).isTrue();
        assertThat(RequestObjects.readUnsigned(object, LAX, NOW)).isInstanceOf(Outcome.Verified.class);
        claims.put("iss", "client-2");
        assertThat(RequestObjects.readUnsigned(Forged.unsigned("{\"alg\":\"none\"}", json()), LAX, NOW))
                .isEqualTo(refused(Refusal.WRONG_ISSUER));
        assertThat(RequestObjects.readUnsigned(Forged.unsigned("{\"alg\":\"RS256\"}", json()), LAX, NOW))
                .isEqualTo(refused(Refusal.MALFORMED));
    }

    @Test
    void whatIsTooLongIsNotReadAtAll() throws Exception {
        claims.put("state", "x".repeat(17_000));
        assertThat(verify(signed(RSA), LAX)).isEqualTo(refused(Refusal.MALFORMED));
        assertThat(RequestObjects.isUnsigned(Forged.unsigned("{\"alg\":\"none\"}", json())))
                .isFalse();
    }

    private void assertRefusedWith(String claim, Object value, Refusal reason) throws Exception {
        Object before = claims.put(claim, value);
        assertThat(verify(signed(RSA), LAX)).as(claim + " " + value).isEqualTo(refused(reason));
        if (before == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, before);
        }
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }

    private static Outcome verify(String object, Expected expected) {
        return RequestObjects.verify(object, REGISTERED, ALL, expected, NOW);
    }

    private String signed(GeneratedKey key) throws Exception {
        return Forged.rsa(new String(ClaimsJson.render(header), UTF_8), json(), key);
    }

    private String json() {
        return new String(ClaimsJson.render(claims), UTF_8);
    }

    private static AssertionKeys keySet(GeneratedKey key) {
        return AssertionKeys.parse("{\"keys\":[" + key.publicJwk() + "]}", PROVIDERS);
    }
}

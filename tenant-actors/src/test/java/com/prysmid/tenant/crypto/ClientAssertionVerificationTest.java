package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Limits;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Outcome;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAssertionVerificationTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String ISSUER = "https://auth.acme.example";
    private static final Set<String> AUDIENCES = Set.of(ISSUER, ISSUER + "/oauth/v2/token");
    private static final Set<SigningAlgorithm> ALL = EnumSet.allOf(SigningAlgorithm.class);
    private static final CryptoProviders PROVIDERS = CryptoProviders.detect();
    private static final SigningKeys KEYS = new SigningKeys(PROVIDERS);
    private static final GeneratedKey RSA = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final GeneratedKey STRANGER = KEYS.generate(SigningAlgorithm.RS256, "k1");
    private static final AssertionKeys REGISTERED = keySet(RSA.publicJwk());

    private final ClientAssertionVerification verification = new ClientAssertionVerification(Limits.standard());
    private final Map<String, Object> claims = new LinkedHashMap<>(Map.of(
            "iss", "client-1", "sub", "client-1", "aud", ISSUER, "exp", NOW.plusSeconds(60), "iat", NOW, "jti", "j1"));

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void anAssertionOfEveryAlgorithmIsAcceptedWithItsJtiAndEnd(SigningAlgorithm algorithm) {
        GeneratedKey key = KEYS.generate(algorithm, "k1");
        assertThat(verify(sign(key), keySet(key.publicJwk()), ALL))
                .isEqualTo(new Outcome.Accepted("j1", NOW.plusSeconds(60)));
    }

    @Test
    void ed25519MayBeCalledByItsNameOfRfc9864() throws Exception {
        GeneratedKey key = KEYS.generate(SigningAlgorithm.EDDSA, "k1");
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        for (String registered : List.of("EdDSA", "Ed25519")) {
            AssertionKeys keys = keySet(key.publicJwk().replace("EdDSA", registered));
            for (String used : List.of("EdDSA", "Ed25519")) {
                assertThat(verify(Forged.ed25519("{\"alg\":\"" + used + "\"}", payload, key), keys, ALL))
                        .as(registered + " " + used)
                        .isInstanceOf(Outcome.Accepted.class);
            }
        }
        assertThat(verify(
                        Forged.ed25519("{\"alg\":\"Ed25519\"}", payload, key),
                        keySet(key.publicJwk()),
                        EnumSet.of(SigningAlgorithm.ES256)))
                .isEqualTo(new Outcome.Refused(Refusal.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void theAudienceMayBeIssuerOrTokenEndpointAloneOrAmongOthers() {
        for (Object audience : List.of(
                ISSUER, ISSUER + "/oauth/v2/token", List.of(ISSUER), List.of("https://elsewhere.example", ISSUER))) {
            claims.put("aud", audience);
            assertThat(verify()).isInstanceOf(Outcome.Accepted.class);
        }
        for (Object audience : List.of(
                "https://auth.globex.example", ISSUER + "/", List.of(), List.of(7, ISSUER), 7, ISSUER + ".evil")) {
            claims.put("aud", audience);
            assertThat(verify()).isEqualTo(new Outcome.Refused(Refusal.WRONG_AUDIENCE));
        }
    }

    @Test
    void everyRequiredClaimIsRequired() {
        assertRefusedWithout("iss", Refusal.WRONG_ISSUER);
        assertRefusedWithout("sub", Refusal.WRONG_SUBJECT);
        assertRefusedWithout("aud", Refusal.WRONG_AUDIENCE);
        assertRefusedWithout("exp", Refusal.EXPIRED);
        assertRefusedWithout("jti", Refusal.NO_JTI);
        claims.remove("iat");
        assertThat(verify()).as("RFC 7523 leaves iat optional").isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void issuerAndSubjectAreBothTheClient() {
        assertRefusedWith("iss", "client-2", Refusal.WRONG_ISSUER);
        assertRefusedWith("sub", "client-2", Refusal.WRONG_SUBJECT);
    }

    @Test
    void anAssertionLivesBrieflyAndInThePresent() {
        assertRefusedWith("exp", NOW, Refusal.EXPIRED);
        assertRefusedWith("exp", NOW.plusSeconds(331), Refusal.EXPIRES_TOO_LATE);
        assertRefusedWith("exp", "soon", Refusal.EXPIRED);
        assertRefusedWith("iat", NOW.plusSeconds(31), Refusal.NOT_YET_VALID);
        assertRefusedWith("iat", NOW.minusSeconds(331), Refusal.ISSUED_TOO_EARLY);
        assertRefusedWith("iat", "now", Refusal.NOT_YET_VALID);
        assertRefusedWith("nbf", NOW.plusSeconds(31), Refusal.NOT_YET_VALID);
        claims.put("exp", NOW.plusSeconds(330));
        claims.put("iat", NOW.plusSeconds(30));
        assertThat(verify()).as("a clock half a minute ahead").isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void theLongestLifeCanBeSet() {
        claims.put("exp", NOW.plusSeconds(61));
        ClientAssertionVerification strict =
                new ClientAssertionVerification(new Limits(Duration.ofMinutes(1), Duration.ZERO));
        assertThat(strict.verify(sign(RSA), "client-1", REGISTERED, AUDIENCES, ALL, NOW))
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRES_TOO_LATE));
    }

    @Test
    void aJtiIsAStringOfBoundedLength() {
        assertRefusedWith("jti", "", Refusal.NO_JTI);
        assertRefusedWith("jti", "j".repeat(257), Refusal.NO_JTI);
        assertRefusedWith("jti", 7, Refusal.NO_JTI);
    }

    @Test
    void aStrangersKeyIsRefusedEvenIfTheHeaderBringsIt() throws Exception {
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        assertThat(verify(sign(STRANGER), REGISTERED, ALL)).isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        String header = "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jwk\":" + STRANGER.publicJwk() + "}";
        assertThat(verify(Forged.rsa(header, payload, STRANGER), REGISTERED, ALL))
                .isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        assertThat(verify(Forged.rsa(header.replace("\"k1\"", "\"k7\""), payload, RSA), REGISTERED, ALL))
                .isEqualTo(new Outcome.Refused(Refusal.NO_MATCHING_KEY));
    }

    @Test
    void noneHmacAndUnregisteredAlgorithmsAreRefused() throws Exception {
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        Outcome notAllowed = new Outcome.Refused(Refusal.ALGORITHM_NOT_ALLOWED);
        assertThat(verify(Forged.unsigned("{\"alg\":\"none\"}", payload), REGISTERED, ALL))
                .isEqualTo(new Outcome.Refused(Refusal.MALFORMED));
        assertThat(verify(Forged.withSignature("{\"alg\":\"none\"}", payload, new byte[1]), REGISTERED, ALL))
                .isEqualTo(notAllowed);
        assertThat(verify(Forged.hmac("{\"alg\":\"HS256\"}", payload, Forged.spki(RSA)), REGISTERED, ALL))
                .isEqualTo(notAllowed);
        assertThat(verify(Forged.rsa("{\"alg\":\"RS512\"}", payload, RSA), REGISTERED, ALL))
                .isEqualTo(notAllowed);
        assertThat(verify(sign(RSA), REGISTERED, EnumSet.of(SigningAlgorithm.ES256)))
                .isEqualTo(notAllowed);
        assertThat(verify(Forged.rsa("{\"alg\":\"PS256\"}", payload, RSA), REGISTERED, ALL))
                .as("the key is registered for RS256")
                .isEqualTo(new Outcome.Refused(Refusal.NO_MATCHING_KEY));
    }

    @Test
    void anAccessTokenIsNoAssertionAndCriticalHeadersAreNotIgnored() throws Exception {
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        assertThat(verify(KEYS.open(RSA).sign("at+jwt", ClaimsJson.render(claims)), REGISTERED, ALL))
                .isEqualTo(new Outcome.Refused(Refusal.WRONG_TYPE));
        assertThat(verify(Forged.rsa("{\"alg\":\"RS256\",\"crit\":[\"x\"]}", payload, RSA), REGISTERED, ALL))
                .isEqualTo(new Outcome.Refused(Refusal.MALFORMED));
        assertThat(verify(Forged.rsa("{\"alg\":\"RS256\"}", payload, RSA), REGISTERED, ALL))
                .as("typ and kid are optional")
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aRegisteredKeyWithoutAlgorithmOrKidServesBothRsaAlgorithms() throws Exception {
        String bare = RSA.publicJwk()
                .replace("\"alg\":\"RS256\",", "")
                .replace(",\"alg\":\"RS256\"", "")
                .replace("\"kid\":\"k1\",", "");
        assertThat(bare).doesNotContain("\"alg\"").doesNotContain("\"kid\"");
        AssertionKeys keys = keySet(bare);
        GeneratedKey asPss = new GeneratedKey(
                "k1", SigningAlgorithm.PS256, RSA.publicJwk().replace("RS256", "PS256"), RSA.privateKey());
        assertThat(verify(sign(RSA), keys, ALL)).isInstanceOf(Outcome.Accepted.class);
        assertThat(verify(sign(asPss), keys, ALL)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void keySetsThatCannotBeUsedOrLeakAreRefusedAtRegistration() throws Exception {
        String privateKey = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
        String p384 = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString();
        String weak = new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString();
        String encryption = RSA.publicJwk().replace("\"use\":\"sig\"", "\"use\":\"enc\"");
        String symmetric = "{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}";
        for (String jwk : List.of(privateKey, p384, weak, encryption, symmetric, "{}", "{\"kty\":\"XYZ\"}", "7")) {
            assertThatIllegalArgumentException().as(jwk).isThrownBy(() -> keySet(jwk));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keySet(String.join(",", Collections.nCopies(21, RSA.publicJwk()))));
        for (String text : List.of("", "[]", "{}", "{\"keys\":7}", RSA.publicJwk())) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> AssertionKeys.parse(text, PROVIDERS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "..", "eyJhbGciOiJSUzI1NiJ9..AA", "\u0000"})
    void garbageIsRefusedWithoutAnException(String text) {
        assertThat(verify(text, REGISTERED, ALL)).isInstanceOf(Outcome.Refused.class);
        assertThat(ClientAssertionVerification.claimedClient(text)).isEmpty();
    }

    @Test
    void theClaimedClientIsReadBeforeVerification() {
        assertThat(ClientAssertionVerification.claimedClient(sign(STRANGER))).contains("client-1");
    }

    private void assertRefusedWithout(String claim, Refusal reason) {
        Object held = claims.remove(claim);
        assertThat(verify()).isEqualTo(new Outcome.Refused(reason));
        claims.put(claim, held);
    }

    private void assertRefusedWith(String claim, Object value, Refusal reason) {
        Map<String, Object> before = new LinkedHashMap<>(claims);
        claims.put(claim, value);
        assertThat(verify()).isEqualTo(new Outcome.Refused(reason));
        claims.clear();
        claims.putAll(before);
    }

    private Outcome verify() {
        return verify(sign(RSA), REGISTERED, ALL);
    }

    private Outcome verify(String assertion, AssertionKeys keys, Set<SigningAlgorithm> allowed) {
        return verification.verify(assertion, "client-1", keys, AUDIENCES, allowed, NOW);
    }

    private String sign(GeneratedKey key) {
        return KEYS.open(key).sign("JWT", ClaimsJson.render(claims));
    }

    private static AssertionKeys keySet(String jwks) {
        return AssertionKeys.parse("{\"keys\":[" + jwks + "]}", PROVIDERS);
    }
}

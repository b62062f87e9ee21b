package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.prysmid.tenant.crypto.DpopProofVerification.Expected;
import com.prysmid.tenant.crypto.DpopProofVerification.Limits;
import com.prysmid.tenant.crypto.DpopProofVerification.Outcome;
import com.prysmid.tenant.crypto.DpopProofVerification.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9449 section 4.3, one rule after the other, by somebody who tries to get round each. */
final class DpopProofVerificationTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String URI = "https://auth.acme.example:8443/oauth/v2/token";
    private static final CryptoProviders PROVIDERS = CryptoProviders.detect();
    private static final SigningKeys KEYS = new SigningKeys(PROVIDERS);
    private static final GeneratedKey EC = KEYS.generate(SigningAlgorithm.ES256, "k1");
    private static final GeneratedKey RSA = KEYS.generate(SigningAlgorithm.RS256, "k1");

    private final DpopProofVerification verification = new DpopProofVerification(Limits.standard(), PROVIDERS);
    private final Map<String, Object> claims =
            new LinkedHashMap<>(Map.of("jti", "j1", "htm", "POST", "htu", URI, "iat", NOW));

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void aProofOfEveryAlgorithmProvesItsKey(SigningAlgorithm algorithm) throws Exception {
        GeneratedKey key = KEYS.generate(algorithm, "k1");
        assertThat(verify(proof(key))).isEqualTo(new Outcome.Accepted(jkt(key.publicJwk()), "j1", NOW.plusSeconds(60)));
    }

    @Test
    void ed25519MayBeCalledByItsNameOfRfc9864() throws Exception {
        GeneratedKey key = KEYS.generate(SigningAlgorithm.EDDSA, "k1");
        String jwk = key.publicJwk().replace("EdDSA", "Ed25519");
        assertThat(verify(Forged.ed25519(header("Ed25519", jwk), payload(), key)))
                .isEqualTo(new Outcome.Accepted(jkt(jwk), "j1", NOW.plusSeconds(60)));
    }

    @Test
    void theThumbprintIsThatOfRfc9449() throws Exception {
        // Figure 4 and section 6.1 of RFC 9449: the same key, its jkt.
        String jwk = """
                {"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",\
                "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}""";
        Object parsed = ClaimsJson.parse(jwk.getBytes(UTF_8)).orElseThrow();
        assertThat(ProofKey.parse(parsed, SigningAlgorithm.ES256, PROVIDERS))
                .map(ProofKey::thumbprint)
                .contains("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    @Test
    void algNoneAndTheSecretThatIsAPublicKeyAreRefused() throws Exception {
        assertThat(verify(Forged.unsigned(header("none", EC.publicJwk()), payload())))
                .isEqualTo(refused(Refusal.MALFORMED));
        assertThat(verify(Forged.withSignature(header("none", EC.publicJwk()), payload(), new byte[1])))
                .isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
        assertThat(verify(Forged.hmac(header("HS256", RSA.publicJwk()), payload(), Forged.spki(RSA))))
                .isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
        String symmetric = "{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}";
        byte[] secret = "secret-secret-secret-secret".getBytes(UTF_8);
        assertThat(verify(Forged.hmac(header("HS256", symmetric), payload(), secret)))
                .isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
        assertThat(verify(Forged.hmac(header("ES256", symmetric), payload(), secret)))
                .isEqualTo(refused(Refusal.UNUSABLE_KEY));
        assertThat(verify(Forged.rsa(header("RS512", RSA.publicJwk()), payload(), RSA)))
                .isEqualTo(refused(Refusal.ALGORITHM_NOT_ALLOWED));
        assertThat(verify(Forged.rsa(header("PS256", RSA.publicJwk()), payload(), RSA)))
                .isEqualTo(refused(Refusal.BAD_SIGNATURE));
    }

    @Test
    void onlyTheEmbeddedKeyCounts() throws Exception {
        GeneratedKey other = KEYS.generate(SigningAlgorithm.ES256, "k2");
        assertThat(verify(Forged.p256(header("ES256", other.publicJwk()), payload(), EC)))
                .as("signed by another")
                .isEqualTo(refused(Refusal.BAD_SIGNATURE));
        for (String elsewhere : List.of(
                "\"kid\":\"k1\"",
                "\"jku\":\"https://evil.example/keys\"",
                "\"x5u\":\"https://evil.example/c\"",
                "\"x5c\":[\"AAAA\"]")) {
            String without = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\"," + elsewhere + "}";
            assertThat(verify(Forged.p256(without, payload(), EC)))
                    .as(elsewhere)
                    .isEqualTo(refused(Refusal.UNUSABLE_KEY));
            String besides = header("ES256", EC.publicJwk()).replace("\"typ\"", elsewhere + ",\"typ\"");
            assertThat(verify(Forged.p256(besides, payload(), EC)))
                    .as(elsewhere)
                    .isInstanceOf(Outcome.Accepted.class);
        }
        String critical = header("ES256", EC.publicJwk()).replace("\"typ\"", "\"crit\":[\"exp\"],\"typ\"");
        assertThat(verify(Forged.p256(critical, payload(), EC))).isEqualTo(refused(Refusal.MALFORMED));
        String twice = header("ES256", other.publicJwk()).replace("\"typ\"", "\"jwk\":" + EC.publicJwk() + ",\"typ\"");
        assertThat(verify(Forged.p256(twice, payload(), EC))).isEqualTo(refused(Refusal.MALFORMED));
    }

    @Test
    void aKeyThatIsPrivateWeakOrNoneIsRefused() throws Exception {
        List<String> jwks = new ArrayList<>(List.of(
                new ECKeyGenerator(Curve.P_256).generate().toJSONString(),
                EC.publicJwk().replaceFirst("\\{", "{\"d\":\"AAAA\","),
                EC.publicJwk().replaceFirst("\\{", "{\"d\":7,"),
                new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString(),
                EC.publicJwk().replaceAll("\"y\":\"[^\"]*\"", "\"y\":\"AAAA\""),
                RSA.publicJwk(),
                "{}",
                "{\"kty\":\"EC\"}",
                "{\"kty\":\"XYZ\"}",
                "\"text\"",
                "7",
                "[]"));
        for (String jwk : jwks) {
            assertThat(verify(Forged.p256(header("ES256", jwk), payload(), EC)))
                    .as(jwk)
                    .isEqualTo(refused(Refusal.UNUSABLE_KEY));
        }
        String weak = new RSAKeyGenerator(1024, true).generate().toPublicJWK().toJSONString();
        String huge = RSA.publicJwk().replaceAll("\"n\":\"", "\"n\":\"" + "_".repeat(700));
        String slow = RSA.publicJwk().replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"" + "_".repeat(300) + "\"");
        String trivial = RSA.publicJwk().replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"AQ\"");
        String even = RSA.publicJwk().replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"BA\"");
        for (String jwk : List.of(weak, huge, slow, trivial, even)) {
            assertThat(verify(Forged.rsa(header("RS256", jwk), payload(), RSA)))
                    .as(jwk)
                    .isEqualTo(refused(Refusal.UNUSABLE_KEY));
        }
    }

    @Test
    void noOtherKindOfTokenIsAProof() throws Exception {
        for (String typ : List.of("JWT", "at+jwt", "DPoP", "application/dpop+jwt", "")) {
            String header = header("ES256", EC.publicJwk()).replace("dpop+jwt", typ);
            assertThat(verify(Forged.p256(header, payload(), EC))).as(typ).isEqualTo(refused(Refusal.WRONG_TYPE));
        }
        String untyped = header("ES256", EC.publicJwk()).replace("\"typ\":\"dpop+jwt\",", "");
        assertThat(verify(Forged.p256(untyped, payload(), EC))).isEqualTo(refused(Refusal.WRONG_TYPE));
    }

    @Test
    void aProofIsForOneMethod() throws Exception {
        assertRefusedWithout("htm", Refusal.WRONG_METHOD);
        for (Object other : List.of("GET", "post", "", 7, List.of("POST"))) {
            assertRefusedWith("htm", other, Refusal.WRONG_METHOD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.acme.example:8443/oauth/v2/token",
                "HTTPS://AUTH.Acme.Example:8443/oauth/v2/token",
                "https://auth.acme.example:8443/oauth/v2/token?x=y#z",
                "https://auth.acme.example:8443/oauth/./v2/x/../token",
                "https://auth.acme.example:8443/oauth/v2/%74oken",
            })
    void equalUrisAreEqualHoweverTheyAreSpelled(String htu) throws Exception {
        claims.put("htu", htu);
        assertThat(verify(proof(EC))).isInstanceOf(Outcome.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.acme.example:8443/oauth/v2/token",
                "https://auth.acme.example/oauth/v2/token",
                "https://auth.acme.example:443/oauth/v2/token",
                "https://auth.acme.example:84433/oauth/v2/token",
                "https://auth.globex.example:8443/oauth/v2/token",
                "https://auth.acme.example.:8443/oauth/v2/token",
                "https://auth.acme.example.evil.example:8443/oauth/v2/token",
                "https://evil.example@auth.acme.example:8443/oauth/v2/token",
                "https://auth.acme.example:8443@evil.example/oauth/v2/token",
                "https://auth.acme.example:8443/oauth/v2/token/",
                "https://auth.acme.example:8443/OAuth/v2/token",
                "https://auth.acme.example:8443/oauth/v2%2Ftoken",
                "https://auth.acme.example:8443/oauth/v2/introspect",
                "https://auth.acme.example:8443",
                "//auth.acme.example:8443/oauth/v2/token",
                "/oauth/v2/token",
                "urn:auth.acme.example",
                "https:",
                "https://auth.acme.example:8443/oauth/v2/%zz",
                "https://auth.acme.example:8443/oauth/v2/tok\u0435n",
                " https://auth.acme.example:8443/oauth/v2/token",
                ""
            })
    void everyOtherUriIsAnother(String htu) throws Exception {
        claims.put("htu", htu);
        assertThat(verify(proof(EC))).isEqualTo(refused(Refusal.WRONG_URI));
    }

    @Test
    void theDefaultPortIsNoDifferenceAndAnEmptyPathIsTheRoot() throws Exception {
        claims.put("htu", "https://auth.acme.example:443");
        Expected root = new Expected("POST", "https://auth.acme.example/", null, Map.of(), false);
        assertThat(verification.verify(proof(EC), root, NOW)).isInstanceOf(Outcome.Accepted.class);
        assertRefusedWithout("htu", Refusal.WRONG_URI);
        assertRefusedWith("htu", List.of(URI), Refusal.WRONG_URI);
        assertRefusedWith("htu", URI + "a".repeat(3000), Refusal.WRONG_URI);
    }

    @Test
    void aProofLivesAMinuteAndInThePresent() throws Exception {
        assertRefusedWithout("iat", Refusal.UNDATED);
        assertRefusedWith("iat", "now", Refusal.UNDATED);
        assertRefusedWith("iat", NOW.minusSeconds(60), Refusal.TOO_OLD);
        assertRefusedWith("iat", NOW.plusSeconds(31), Refusal.FROM_THE_FUTURE);
        claims.put("iat", NOW.minusSeconds(59));
        assertThat(verify(proof(EC))).isInstanceOf(Outcome.Accepted.class);
        claims.put("iat", NOW.plusSeconds(30));
        assertThat(verify(proof(EC)))
                .as("remembered for as long as it would be taken")
                .isEqualTo(new Outcome.Accepted(jkt(EC.publicJwk()), "j1", NOW.plusSeconds(90)));
    }

    @Test
    void aJtiIsAStringOfBoundedLength() throws Exception {
        assertRefusedWithout("jti", Refusal.NO_JTI);
        assertRefusedWith("jti", "", Refusal.NO_JTI);
        assertRefusedWith("jti", 7, Refusal.NO_JTI);
        assertRefusedWith("jti", "j".repeat(257), Refusal.NO_JTI);
        claims.put("jti", "j".repeat(256));
        assertThat(verify(proof(EC))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aProofBesideATokenIsForThatToken() throws Exception {
        assertThat(verify(proof(EC), "token-1", Map.of(), false)).isEqualTo(refused(Refusal.WRONG_TOKEN_HASH));
        claims.put("ath", SecretDigest.of("token-2").base64Url());
        assertThat(verify(proof(EC), "token-1", Map.of(), false)).isEqualTo(refused(Refusal.WRONG_TOKEN_HASH));
        claims.put("ath", 7);
        assertThat(verify(proof(EC), "token-1", Map.of(), false)).isEqualTo(refused(Refusal.WRONG_TOKEN_HASH));
        claims.put("ath", SecretDigest.of("token-1").base64Url());
        assertThat(verify(proof(EC), "token-1", Map.of(), false)).isInstanceOf(Outcome.Accepted.class);
        assertThat(new Expected("GET", URI, "token-1", Map.of(), false).toString())
                .doesNotContain("token-1");
    }

    @Test
    void theHashOfATokenIsThatOfRfc9449() {
        // Section 7.1.
        assertThat(SecretDigest.of("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")
                        .base64Url())
                .isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    @Test
    void aNonceCountsWhileItIsOursAndDatesTheProof() throws Exception {
        Map<String, Instant> ours = Map.of("n1", NOW.plusSeconds(100), "n0", NOW);
        assertThat(verify(proof(EC), null, ours, true)).isEqualTo(refused(Refusal.NONCE_NEEDED));
        assertThat(verify(proof(EC), null, ours, false)).isInstanceOf(Outcome.Accepted.class);
        for (Object other : List.of("n2", "n0", "", 7, List.of("n1"))) {
            claims.put("nonce", other);
            assertThat(verify(proof(EC), null, ours, true)).as("%s", other).isEqualTo(refused(Refusal.NONCE_NEEDED));
            assertThat(verify(proof(EC), null, ours, false))
                    .as("a nonce that is not ours is never passed over")
                    .isEqualTo(refused(Refusal.NONCE_NEEDED));
        }
        claims.put("nonce", "n1");
        claims.put("iat", NOW.minusSeconds(3600));
        assertThat(verify(proof(EC), null, ours, true))
                .as("a client's clock may be late; the nonce is not")
                .isEqualTo(new Outcome.Accepted(jkt(EC.publicJwk()), "j1", NOW.plusSeconds(100)));
        claims.put("iat", NOW.plusSeconds(3600));
        assertThat(verify(proof(EC), null, ours, true)).isEqualTo(refused(Refusal.FROM_THE_FUTURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "..", "eyJhbGciOiJFUzI1NiJ9..AA", "\u0000", "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AA"})
    void garbageIsRefusedWithoutAnException(String text) {
        assertThat(verify(text)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void anythingMuchLongerThanAProofIsNotRead() throws Exception {
        claims.put("padding", "x".repeat(16_384));
        assertThat(verify(proof(EC))).isEqualTo(refused(Refusal.MALFORMED));
    }

    private void assertRefusedWithout(String claim, Refusal reason) throws Exception {
        Object held = claims.remove(claim);
        assertThat(verify(proof(EC))).as("without %s", claim).isEqualTo(refused(reason));
        claims.put(claim, held);
    }

    private void assertRefusedWith(String claim, Object value, Refusal reason) throws Exception {
        Object held = claims.put(claim, value);
        assertThat(verify(proof(EC))).as("%s %s", claim, value).isEqualTo(refused(reason));
        claims.put(claim, held);
    }

    private Outcome verify(String proof) {
        return verify(proof, null, Map.of(), false);
    }

    private Outcome verify(
            String proof, @Nullable String accessToken, Map<String, Instant> nonces, boolean nonceRequired) {
        return verification.verify(proof, new Expected("POST", URI, accessToken, nonces, nonceRequired), NOW);
    }

    private String proof(GeneratedKey key) throws Exception {
        return ForgedProof.by(key, claims);
    }

    private String payload() {
        return new String(ClaimsJson.render(claims), UTF_8);
    }

    private static String header(String algorithm, String jwk) {
        return "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm + "\",\"jwk\":" + jwk + "}";
    }

    private static String jkt(String jwk) throws Exception {
        return JWK.parse(jwk).computeThumbprint().toString();
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }
}

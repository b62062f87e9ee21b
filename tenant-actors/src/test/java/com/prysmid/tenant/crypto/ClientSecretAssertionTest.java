package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.prysmid.tenant.crypto.ClientAssertionVerification.Limits;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Outcome;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Refusal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code client_secret_jwt}: the rules of claims are those of {@link ClientAssertionVerificationTest}. */
final class ClientSecretAssertionTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String ISSUER = "https://auth.acme.example";
    private static final Set<MacAlgorithm> ALL = EnumSet.allOf(MacAlgorithm.class);
    private static final RandomSecrets RANDOM = new RandomSecrets(new SecureRandom()::nextBytes);
    private static final String SECRET = AssertionSecret.make(RANDOM);

    private final ClientAssertionVerification verification = new ClientAssertionVerification(Limits.standard());
    private final Map<String, Object> claims = new LinkedHashMap<>(Map.of(
            "iss", "client-1", "sub", "client-1", "aud", ISSUER, "exp", NOW.plusSeconds(60), "iat", NOW, "jti", "j1"));

    @ParameterizedTest
    @EnumSource(MacAlgorithm.class)
    void everyAlgorithmIsAcceptedFromWhoeverKnowsTheSecret(MacAlgorithm algorithm) throws Exception {
        assertThat(verify(sign(algorithm.jose(), SECRET), SECRET))
                .isEqualTo(new Outcome.Accepted("j1", NOW.plusSeconds(60)));
        assertThat(verify(sign(algorithm.jose(), AssertionSecret.make(RANDOM)), SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        assertThat(verify(sign(algorithm.jose(), ""), SECRET)).isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
    }

    @Test
    void theClaimsAreJudged() throws Exception {
        claims.put("aud", "https://auth.globex.example");
        assertThat(verify(sign("HS256", SECRET), SECRET)).isEqualTo(new Outcome.Refused(Refusal.WRONG_AUDIENCE));
        claims.put("aud", ISSUER);
        claims.put("sub", "client-2");
        assertThat(verify(sign("HS256", SECRET), SECRET)).isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
    }

    @Test
    void noneAKeyAndAnotherAlgorithmAreNoSecret() throws Exception {
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        Outcome notAllowed = new Outcome.Refused(Refusal.ALGORITHM_NOT_ALLOWED);
        GeneratedKey key = new SigningKeys(CryptoProviders.detect()).generate(SigningAlgorithm.RS256, "k1");
        assertThat(verify(Forged.withSignature("{\"alg\":\"none\"}", payload, new byte[1]), SECRET))
                .isEqualTo(notAllowed);
        assertThat(verify(Forged.rsa("{\"alg\":\"RS256\"}", payload, key), SECRET))
                .isEqualTo(notAllowed);
        assertThat(verification.verify(
                        sign("HS384", SECRET),
                        "client-1",
                        AssertionSecret.of(SECRET),
                        Set.of(ISSUER),
                        EnumSet.of(MacAlgorithm.HS256),
                        NOW))
                .as("registered for another")
                .isEqualTo(notAllowed);
        assertThat(verify(Forged.unsigned("{\"alg\":\"HS256\"}", payload) + "AA", SECRET))
                .as("a truncated code")
                .isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
    }

    @Test
    void aSecretThatIsTooShortForTheHashIsNotUsedWithIt() throws Exception {
        String shorter = RANDOM.secret();
        assertThat(verify(sign("HS256", shorter), shorter)).isInstanceOf(Outcome.Accepted.class);
        assertThat(verify(sign("HS384", shorter), shorter)).isEqualTo(new Outcome.Refused(Refusal.NO_MATCHING_KEY));
        assertThat(verify(sign("HS512", shorter), shorter)).isEqualTo(new Outcome.Refused(Refusal.NO_MATCHING_KEY));
    }

    @Test
    void aSealedSecretOpensForItsClientAndWorkspaceOnly(@TempDir Path directory) throws Exception {
        KeyEncryptionKey kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        WorkspaceSeal acme = WorkspaceSeal.create(kek, "acme");
        SealedKey sealed = AssertionSecret.of(SECRET).seal("client-1", acme);
        assertThat(AssertionSecret.open(sealed, "client-1", acme)).isEqualTo(AssertionSecret.of(SECRET));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> AssertionSecret.open(sealed, "client-2", acme));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> acme.open(sealed, "client-1"));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> AssertionSecret.open(sealed, "client-1", WorkspaceSeal.create(kek, "globex")));
        assertThat(AssertionSecret.of(SECRET).toString()).doesNotContain(SECRET);
    }

    private Outcome verify(String assertion, String secret) {
        return verification.verify(assertion, "client-1", AssertionSecret.of(secret), Set.of(ISSUER), ALL, NOW);
    }

    private String sign(String algorithm, String secret) throws Exception {
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        String header = "{\"alg\":\"" + algorithm + "\"}";
        String name = "HmacSHA" + algorithm.substring(2);
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret.isEmpty() ? new byte[1] : secret.getBytes(UTF_8), name));
        String unsigned = Forged.unsigned(header, payload);
        byte[] code = mac.doFinal(unsigned.substring(0, unsigned.length() - 1).getBytes(UTF_8));
        return unsigned + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }
}

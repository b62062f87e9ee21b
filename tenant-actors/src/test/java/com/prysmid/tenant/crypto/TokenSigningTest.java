package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class TokenSigningTest {

    private static final CryptoProviders FAST = CryptoProviders.detect();
    private static final CryptoProviders JDK = CryptoProviders.jdkOnly();

    private final TokenSigning signing = new TokenSigning(TokenSigning.Settings.forThisMachine());

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        signing.close();
    }

    static Stream<Arguments> everyAlgorithmAndProvider() {
        return Stream.of(SigningAlgorithm.values())
                .flatMap(algorithm -> Stream.of(Arguments.of(algorithm, FAST), Arguments.of(algorithm, JDK)));
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithmAndProvider")
    void aSignedTokenVerifiesWithTheJdkAlone(SigningAlgorithm algorithm, CryptoProviders providers) throws Exception {
        SigningKeys keys = new SigningKeys(providers);
        GeneratedKey generated = keys.generate(algorithm, "k1");
        String token = get(signing.sign(keys.open(generated), "at+jwt", Map.of("sub", "ada")));
        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(text(parts[0]))
                .isEqualTo("{\"alg\":\"" + algorithm.jose() + "\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}");
        assertThat(text(parts[1])).isEqualTo("{\"sub\":\"ada\"}");
        Signature signature = jdkSignature(algorithm);
        signature.initVerify(jdkKey(generated));
        signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithmAndProvider")
    void aKeySurvivesSealingAndTheOtherProviderOpensIt(SigningAlgorithm algorithm, CryptoProviders providers)
            throws IOException {
        KeyEncryptionKey kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        WorkspaceSeal seal = WorkspaceSeal.create(kek, "acme");
        SigningKeys maker = new SigningKeys(providers);
        GeneratedKey generated = maker.generate(algorithm, "k1");
        SealedKey sealed = maker.seal(generated, seal);
        SigningKey opened = new SigningKeys(providers == FAST ? JDK : FAST)
                .open(generated.publicJwk(), sealed, WorkspaceSeal.open(kek, "acme", seal.dataKey()));
        String token = get(signing.sign(opened, "JWT", Map.of()));
        assertThat(VerificationKey.parse(generated.publicJwk(), providers)
                        .verifies(CompactJws.parse(token).orElseThrow()))
                .isTrue();
        assertThat(opened.kid()).isEqualTo("k1");
        assertThat(opened.algorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithmAndProvider")
    void aPrivateHalfUnderAnotherPublicHalfIsRefused(SigningAlgorithm algorithm, CryptoProviders providers)
            throws IOException {
        WorkspaceSeal seal = WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json")), "acme");
        SigningKeys keys = new SigningKeys(providers);
        SealedKey sealed = keys.seal(keys.generate(algorithm, "k1"), seal);
        String publicOfAnother = keys.generate(algorithm, "k1").publicJwk();
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> keys.open(publicOfAnother, sealed, seal));
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithmAndProvider")
    void thePublishedHalfHoldsNoPrivateMember(SigningAlgorithm algorithm, CryptoProviders providers) throws Exception {
        GeneratedKey generated = new SigningKeys(providers).generate(algorithm, "k1");
        JWK jwk = JWK.parse(generated.publicJwk());
        assertThat(jwk.isPrivate()).isFalse();
        assertThat(jwk.toJSONObject())
                .containsEntry("kid", "k1")
                .containsEntry("alg", algorithm.jose())
                .containsEntry("use", "sig")
                .doesNotContainKeys("d", "p", "q", "dp", "dq", "qi", "oth", "k");
        assertThat(generated).hasToString("GeneratedKey[k1, " + algorithm + ", redacted]");
        assertThat(generated.privateKey()).hasToString("PrivateKeyBytes[redacted]");
    }

    @Test
    void claimsKeepTheirOrderTypesAndCharacters() {
        SigningKeys keys = new SigningKeys(JDK);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://auth.acme.example");
        claims.put("name", "Zoë \"Z\" \u2028 🔑");
        claims.put("exp", Instant.parse("2026-11-24T09:00:00.999Z"));
        claims.put("n", 7);
        claims.put("email_verified", true);
        claims.put("aud", List.of("a", "b"));
        claims.put("address", Map.of("country", "CH"));
        String token = get(signing.sign(keys.open(keys.generate(SigningAlgorithm.ES256, "k1")), "JWT", claims));
        assertThat(text(token.split("\\.")[1]))
                .startsWith("{\"iss\":\"https://auth.acme.example\",\"name\":\"Zoë \\\"Z\\\" ")
                .endsWith(
                        "🔑\",\"exp\":1795510800,\"n\":7,\"email_verified\":true,\"aud\":[\"a\",\"b\"],\"address\":{\"country\":\"CH\"}}");
    }

    @Test
    void aClaimOfAnUnknownTypeFailsItsStageOnly() {
        SigningKeys keys = new SigningKeys(JDK);
        SigningKey key = keys.open(keys.generate(SigningAlgorithm.EDDSA, "k1"));
        assertThatThrownBy(() -> get(signing.sign(key, "JWT", Map.of("x", new Object[] {"secret"}))))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(get(signing.sign(key, "JWT", Map.of()))).isNotEmpty();
    }

    @Test
    void oneKeySignsOnManyThreadsAtOnce() {
        SigningKeys keys = new SigningKeys(FAST);
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            SigningKey key = keys.open(keys.generate(algorithm, "k1"));
            List<CompletionStage<String>> tokens = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                tokens.add(signing.sign(key, "JWT", Map.of("n", number)));
            }
            for (int number = 0; number < 200; number++) {
                CompactJws token = CompactJws.parse(get(tokens.get(number))).orElseThrow();
                assertThat(key.verification().verifies(token)).isTrue();
                assertThat(token.claims().orElseThrow().values()).containsEntry("n", (long) number);
            }
        }
    }

    @Test
    void whatDoesNotFitIsShedAndWhatWasTakenIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        SigningKeys keys = new SigningKeys(JDK);
        SigningKey key = keys.open(keys.generate(SigningAlgorithm.EDDSA, "k1"));
        JwtVerification.Expected expected = new JwtVerification.Expected("JWT", "https://auth.acme.example");
        try (TokenSigning small = new TokenSigning(new TokenSigning.Settings(1, 1))) {
            String token = get(small.sign(key, "JWT", Map.of()));
            CompletionStage<JwtVerification.Outcome> running = small.verify(
                    token,
                    kid -> {
                        threads.add(Thread.currentThread());
                        begun.countDown();
                        awaitQuietly(release);
                        return Optional.empty();
                    },
                    expected,
                    Instant.EPOCH);
            begun.await();
            CompletionStage<String> waiting = small.sign(key, "JWT", Map.of());
            assertThatThrownBy(() -> get(small.sign(key, "JWT", Map.of()))).hasCauseInstanceOf(SigningOverloaded.class);
            small.close();
            assertThatThrownBy(() -> get(small.sign(key, "JWT", Map.of()))).hasCauseInstanceOf(SigningOverloaded.class);
            release.countDown();
            assertThat(get(running))
                    .isEqualTo(new JwtVerification.Outcome.Refused(JwtVerification.Refusal.UNKNOWN_KEY));
            assertThat(get(waiting)).isNotEmpty();
        }
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("prysm-sign-1");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void aKidThatCouldMeanSomethingElsewhereIsRefused() {
        SigningKeys keys = new SigningKeys(JDK);
        for (String kid : List.of("", "../k", "a|b", "a/b", "a.b", "k\n", "x".repeat(65))) {
            assertThatIllegalArgumentException().isThrownBy(() -> keys.generate(SigningAlgorithm.ES256, kid));
        }
    }

    @Test
    void theProviderInUseIsVisible() {
        assertThat(JDK.isFast()).isFalse();
        assertThat(JDK.describe()).startsWith("JDK ").contains("chosen");
        assertThat(FAST.describe()).startsWith(FAST.isFast() ? "AmazonCorrettoCryptoProvider " : "JDK ");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Signature jdkSignature(SigningAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case RS256 -> Signature.getInstance("SHA256withRSA", "SunRsaSign");
            case PS256 -> {
                Signature signature = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield signature;
            }
            case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
            case EDDSA -> Signature.getInstance("Ed25519", "SunEC");
        };
    }

    private static PublicKey jdkKey(GeneratedKey generated) throws Exception {
        JWK jwk = JWK.parse(generated.publicJwk());
        if (generated.algorithm() == SigningAlgorithm.EDDSA) {
            byte[] prefix = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
            byte[] spki = Arrays.copyOf(prefix, 44);
            System.arraycopy(jwk.toOctetKeyPair().getDecodedX(), 0, spki, 12, 32);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        }
        return generated.algorithm() == SigningAlgorithm.ES256
                ? jwk.toECKey().toPublicKey()
                : jwk.toRSAKey().toPublicKey();
    }

    private static String text(String base64Url) {
        return new String(Base64.getUrlDecoder().decode(base64Url), UTF_8);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}

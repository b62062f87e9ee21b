package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.prysmid.tenant.crypto.ContentDecryption.Outcome;
import com.prysmid.tenant.crypto.ContentDecryption.Refusal;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others encrypt to us: opened with our own keys by our own rules, whatever its header says. */
class ContentDecryptionTest {
    private static final CryptoProviders PROVIDERS = CryptoProviders.detect();
    private static final DecryptionKeys KEYS = new DecryptionKeys(PROVIDERS);
    private static final GeneratedKey RSA = KEYS.generate(EncryptionAlgorithm.RSA_OAEP_256, "rsa");
    private static final GeneratedKey EC = KEYS.generate(EncryptionAlgorithm.ECDH_ES, "ec");
    private static final String CONTENT = "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl";

    @TempDir
    private static Path directory;

    private static WorkspaceSeal seal;
    private static Map<String, DecryptionKey> opened;

    @BeforeAll
    static void open() throws Exception {
        seal = WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json")), "acme");
        opened = Map.of("rsa", open(RSA), "ec", open(EC));
    }

    private static DecryptionKey open(GeneratedKey key) {
        return KEYS.open((EncryptionAlgorithm) key.algorithm(), key.kid(), key.publicJwk(), key.seal(seal), seal);
    }

    static Stream<Arguments> everythingThatIsSpoken() {
        return ContentEncryption.KEY_ALGORITHMS.stream()
                .flatMap(alg -> ContentEncryption.CONTENT_ALGORITHMS.stream().map(enc -> Arguments.of(alg, enc)));
    }

    @ParameterizedTest
    @MethodSource("everythingThatIsSpoken")
    void whatIsEncryptedToAPublishedKeyIsOpened(String alg, String enc) throws Exception {
        assertThat(decrypt(encrypt(header(alg, enc)))).isEqualTo(new Outcome.Decrypted(CONTENT));
    }

    @Test
    void thePublishedHalvesSayWhatTheyAreForAndAreNotPrivate() throws Exception {
        for (GeneratedKey key : List.of(RSA, EC)) {
            assertThat(JWK.parse(key.publicJwk()).toJSONObject())
                    .containsEntry("kid", key.kid())
                    .containsEntry("use", "enc")
                    .containsEntry("alg", key.algorithm().jose())
                    .doesNotContainKeys("d", "p", "q", "dp", "dq", "qi", "oth", "k");
            assertThat(key.toString()).contains("redacted");
            assertThat(opened.get(key.kid()).toString()).contains("redacted");
        }
    }

    /** RSAES-PKCS1-v1_5 and SHA-1 are refused before a key is used; so is one key's algorithm with another's. */
    @Test
    void theKeySaysWhichAlgorithmCounts() throws Exception {
        assertRefused(encrypt(header("RSA1_5", "A128GCM")), Refusal.WRONG_ALGORITHM);
        assertRefused(encrypt(header("RSA-OAEP", "A128GCM")), Refusal.WRONG_ALGORITHM);
        assertRefused(withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"rsa\"}"), Refusal.WRONG_ALGORITHM);
        assertRefused(
                withHeader("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128GCM\",\"kid\":\"ec\"}"), Refusal.WRONG_ALGORITHM);
        for (String alg : List.of("dir", "A128KW", "PBES2-HS256+A128KW", "ECDH-ES+A192KW", "none", "")) {
            assertRefused(
                    withHeader("{\"alg\":\"%s\",\"enc\":\"A128GCM\",\"kid\":\"ec\",\"p2c\":2000000000,\"p2s\":\"AAAA\"}"
                            .formatted(alg)),
                    Refusal.WRONG_ALGORITHM);
        }
        assertRefused(encrypt(header("RSA-OAEP-256", "A192GCM")), Refusal.WRONG_ALGORITHM);
    }

    @Test
    void onlyAKeyOfOursOpens() throws Exception {
        GeneratedKey stranger = KEYS.generate(EncryptionAlgorithm.ECDH_ES, "ec");
        assertRefused(encrypt(header("ECDH-ES", "A128GCM"), stranger), Refusal.UNDECIPHERABLE);
        assertRefused(
                withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"other\",\"jwk\":{\"kty\":\"EC\"}}"),
                Refusal.UNKNOWN_KEY);
        assertRefused(withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\"}"), Refusal.UNKNOWN_KEY);
        assertRefused(withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"\"}"), Refusal.UNKNOWN_KEY);
        assertRefused(withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":7}"), Refusal.UNKNOWN_KEY);
    }

    /** An epk that is not on the curve would tell the private key bit by bit. */
    @Test
    void aPointOffTheCurveIsRefused() {
        assertRefused(withHeader("""
                        {"alg":"ECDH-ES","enc":"A128GCM","kid":"ec","epk":{"kty":"EC","crv":"P-256",\
                        "x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}}"""), Refusal.UNDECIPHERABLE);
        assertRefused(
                withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"ec\",\"epk\":\"x\"}"),
                Refusal.UNDECIPHERABLE);
        assertRefused(withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"ec\"}"), Refusal.UNDECIPHERABLE);
    }

    @Test
    void aCompressedContentIsRefusedUnopened() throws Exception {
        JWEHeader zipped = new JWEHeader.Builder(header("ECDH-ES", "A128GCM"))
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        assertRefused(encrypt(zipped, EC, "a".repeat(1_000_000)), Refusal.MALFORMED);
        assertRefused(
                withHeader("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"ec\",\"crit\":[\"x\"],\"x\":1}"),
                Refusal.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", "a.b.c", "a.b.c.d.e", "e30.e30.e30.e30.e30.e30", "\0.\0.\0.\0.\0"})
    void whatIsNoJweIsMalformedOrNamesNoKey(String text) {
        assertThat(decrypt(text)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void everyPartIsAuthenticatedAndTheSizeIsBounded() throws Exception {
        String jwe = encrypt(header("ECDH-ES+A256KW", "A256CBC-HS512"));
        for (int i = 0; i < jwe.length(); i += 7) {
            char other = jwe.charAt(i) == 'A' ? 'B' : 'A';
            String changed = jwe.substring(0, i) + other + jwe.substring(i + 1);
            assertThat(decrypt(changed)).as("changed at " + i).isInstanceOf(Outcome.Refused.class);
        }
        assertRefused(encrypt(header("ECDH-ES", "A128GCM"), EC, "a".repeat(40_000)), Refusal.MALFORMED);
        assertRefused(
                withHeader(
                        "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"kid\":\"ec\",\"x\":\"" + "a".repeat(5_000) + "\"}"),
                Refusal.MALFORMED);
        assertRefused(
                withHeader("{\"alg\":\"ECDH-ES\",\"kid\":\"rsa\",\"kid\":\"ec\",\"enc\":\"A128GCM\"}"),
                Refusal.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(EncryptionAlgorithm.class)
    void aPrivateHalfUnderAnotherPublicHalfKidOrWorkspaceIsRefused(EncryptionAlgorithm algorithm) throws Exception {
        GeneratedKey key = KEYS.generate(algorithm, "k1");
        SealedKey sealed = key.seal(seal);
        String publicOfAnother = KEYS.generate(algorithm, "k1").publicJwk();
        WorkspaceSeal globex =
                WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json")), "globex");
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> KEYS.open(algorithm, "k1", publicOfAnother, sealed, seal));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> KEYS.open(algorithm, "k2", key.publicJwk(), sealed, seal));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> KEYS.open(algorithm, "k1", key.publicJwk(), sealed, globex));
        assertThat(KEYS.open(algorithm, "k1", key.publicJwk(), sealed, seal).algorithm())
                .isEqualTo(algorithm);
    }

    private static JWEHeader header(String alg, String enc) {
        return new JWEHeader.Builder(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc))
                .keyID(alg.startsWith("RSA") ? "rsa" : "ec")
                .build();
    }

    private static String encrypt(JWEHeader header) throws Exception {
        return encrypt(header, header.getKeyID().equals("rsa") ? RSA : EC);
    }

    private static String encrypt(JWEHeader header, GeneratedKey to) throws Exception {
        return encrypt(header, to, CONTENT);
    }

    @SuppressWarnings("deprecation")
    private static String encrypt(JWEHeader header, GeneratedKey to, String content) throws Exception {
        JWEObject object = new JWEObject(header, new Payload(content));
        JWK jwk = JWK.parse(to.publicJwk());
        object.encrypt(encrypter(to, jwk));
        return object.serialize();
    }

    private static com.nimbusds.jose.JWEEncrypter encrypter(GeneratedKey to, JWK jwk) throws JOSEException {
        return to.algorithm() == EncryptionAlgorithm.RSA_OAEP_256
                ? new RSAEncrypter(jwk.toRSAKey())
                : new ECDHEncrypter(jwk.toECKey());
    }

    /** A JWE under a header of one's own, and nothing good behind it. */
    private static String withHeader(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8))
                + ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
    }

    private static Outcome decrypt(String jwe) {
        return ContentDecryption.decrypt(jwe, kid -> Optional.ofNullable(opened.get(kid)));
    }

    private static void assertRefused(String jwe, Refusal reason) {
        assertThat(decrypt(jwe)).isEqualTo(new Outcome.Refused(reason));
    }
}

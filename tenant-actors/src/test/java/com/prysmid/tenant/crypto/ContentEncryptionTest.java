package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentEncryptionTest {
    private static final RSAKey RSA = rsa(2048).keyID("rsa").build();
    private static final ECKey EC = ec(Curve.P_256).keyID("ec").build();

    @ParameterizedTest
    @CsvSource({
        "RSA1_5,A128CBC-HS256",
        "RSA-OAEP,A128CBC-HS256",
        "RSA-OAEP-512,A128CBC-HS256",
        "dir,A128GCM",
        "A128KW,A128GCM",
        "PBES2-HS256+A128KW,A128GCM",
        "RSA-OAEP-256,none",
        "RSA-OAEP-256,A192CBC-HS384",
        "RSA-OAEP-256,''"
    })
    void weakAndUnknownAlgorithmsAreNotSpoken(String alg, String enc) {
        assertThatIllegalArgumentException().isThrownBy(() -> ContentEncryption.to(set(RSA, EC), alg, enc));
    }

    @Test
    void aKeyForAnotherPurposeIsNotUsed() {
        assertUnusable(
                "RSA-OAEP-256", new RSAKey.Builder(RSA).keyUse(KeyUse.SIGNATURE).build());
        assertUnusable(
                "RSA-OAEP-256",
                new RSAKey.Builder(RSA)
                        .keyOperations(Set.of(KeyOperation.VERIFY))
                        .build());
        assertUnusable(
                "RSA-OAEP-256",
                new RSAKey.Builder(RSA)
                        .algorithm(JWEAlgorithm.parse("RSA-OAEP"))
                        .build());
        assertUnusable(
                "RSA-OAEP-256",
                new RSAKey.Builder(RSA).algorithm(JWEAlgorithm.parse("RSA1_5")).build());
        assertUnusable("RSA-OAEP-256", EC);
        assertUnusable("ECDH-ES", RSA);
        assertUnusable("ECDH-ES", ec(Curve.P_384).build());
        assertUnusable("RSA-OAEP-256", rsa(1024).build());
    }

    @Test
    void aSetThatHoldsASecretIsNotUsed() throws Exception {
        OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).generate();
        String jwks =
                "{\"keys\":[" + secret.toJSONString() + "," + RSA.toPublicJWK().toJSONString() + "]}";
        assertThat(ContentEncryption.to(jwks, "RSA-OAEP-256", "A128GCM")).isEmpty();
        String own = "{\"keys\":[" + RSA.toJSONString() + "]}";
        assertThat(ContentEncryption.to(own, "RSA-OAEP-256", "A128GCM")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":[null]}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}"
            })
    void whatIsNoKeySetHasNoKey(String jwks) {
        assertThat(ContentEncryption.to(jwks, "RSA-OAEP-256", "A128GCM")).isEmpty();
    }

    /** An invalid-curve point must not come as far as an agreement. */
    @Test
    void aPointOffTheCurveIsNoKey() {
        String jwks = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}]}"
                .formatted(EC.getX(), EC.getX());
        assertThat(ContentEncryption.to(jwks, "ECDH-ES", "A128GCM")).isEmpty();
    }

    static Stream<Arguments> everyPair() {
        return ContentEncryption.KEY_ALGORITHMS.stream()
                .flatMap(alg -> ContentEncryption.CONTENT_ALGORITHMS.stream().map(enc -> Arguments.of(alg, enc)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void aLibraryDecryptsEveryPair(String alg, String enc) throws Exception {
        Optional<ContentEncryption> encryption = ContentEncryption.to(set(RSA, EC), alg, enc);
        JWEObject nested = JWEObject.parse(encryption.orElseThrow().nest("header.claims.signature"));
        boolean rsa = alg.startsWith("RSA");
        JWEDecrypter decrypter = rsa ? new RSADecrypter(RSA) : new ECDHDecrypter(EC);
        nested.decrypt(decrypter);
        assertThat(nested.getPayload().toString()).isEqualTo("header.claims.signature");
        assertThat(nested.getHeader().getContentType()).isEqualTo("JWT");
        assertThat(nested.getHeader().getAlgorithm().getName()).isEqualTo(alg);
        assertThat(nested.getHeader().getEncryptionMethod().getName()).isEqualTo(enc);
        assertThat(nested.getHeader().getKeyID()).isEqualTo(rsa ? "rsa" : "ec");
        assertThat(nested.getHeader().getCompressionAlgorithm()).isNull();
    }

    @Test
    void theKeyThatSaysMostIsChosen() throws Exception {
        RSAKey plain = new RSAKey.Builder(RSA).keyID("plain").build();
        RSAKey signs =
                new RSAKey.Builder(RSA).keyID("signs").keyUse(KeyUse.SIGNATURE).build();
        RSAKey encrypts = new RSAKey.Builder(RSA)
                .keyID("encrypts")
                .keyUse(KeyUse.ENCRYPTION)
                .build();
        RSAKey exact = new RSAKey.Builder(encrypts)
                .keyID("exact")
                .algorithm(JWEAlgorithm.RSA_OAEP_256)
                .build();
        assertThat(chosen(signs, EC, plain)).isEqualTo("plain");
        assertThat(chosen(signs, plain, encrypts)).isEqualTo("encrypts");
        assertThat(chosen(plain, encrypts, exact)).isEqualTo("exact");
        assertThat(chosen(encrypts, new RSAKey.Builder(encrypts).keyID("later").build()))
                .isEqualTo("encrypts");
    }

    private static String chosen(JWK... keys) throws Exception {
        return JWEObject.parse(ContentEncryption.to(set(keys), "RSA-OAEP-256", "A128GCM")
                        .orElseThrow()
                        .nest("a.b.c"))
                .getHeader()
                .getKeyID();
    }

    private static void assertUnusable(String alg, JWK key) {
        assertThat(ContentEncryption.to(set(key), alg, "A128GCM")).isEmpty();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    private static RSAKey.Builder rsa(int bits) {
        try {
            return new RSAKey.Builder(new RSAKeyGenerator(bits, true).generate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey.Builder ec(Curve curve) {
        try {
            return new ECKey.Builder(new ECKeyGenerator(curve).generate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

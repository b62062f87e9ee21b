package com.prysmid.tenant.crypto.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.X509CertUtils;
import com.prysmid.tenant.crypto.certificate.TestAuthority.Wanted;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class ClientCertificateTest {
    private static final KeyPair KEY = TestAuthority.newKey("secp256r1");
    private final Instant now = Instant.now();

    @Test
    void theThumbprintIsTheStandardLibrarys() {
        X509Certificate certificate = new Wanted("CN=client", KEY).selfSigned();
        assertThat(ClientCertificate.thumbprint(TestAuthority.base64(certificate)))
                .isEqualTo(X509CertUtils.computeSHA256Thumbprint(certificate).toString());
    }

    @Test
    void aRegisteredKeyIsKnownInAnyCertificateOfIts() throws Exception {
        String jwks = set(JWK.parse(new Wanted("CN=first", KEY).selfSigned()));
        assertThat(presented(new Wanted("CN=second", KEY).selfSigned()).hasKeyOf(jwks, now))
                .isTrue();
        assertThat(presented(new Wanted("CN=first", TestAuthority.newKey("secp256r1")).selfSigned())
                        .hasKeyOf(jwks, now))
                .isFalse();
    }

    @Test
    void rsaAndEd25519KeysAreCompared() {
        KeyPair rsa = TestAuthority.newKey("RSA");
        RSAKey registeredRsa = new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).build();
        assertThat(presented(new Wanted("CN=client", rsa).selfSigned()).hasKeyOf(set(registeredRsa), now))
                .isTrue();
        KeyPair edwards = TestAuthority.newKey("Ed25519");
        byte[] encoded = edwards.getPublic().getEncoded();
        String registeredEdwards = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}]}"
                .formatted(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        ClientCertificate presented = presented(new Wanted("CN=client", edwards).selfSigned());
        assertThat(presented.hasKeyOf(registeredEdwards, now)).isTrue();
        assertThat(presented.hasKeyOf(set(registeredRsa), now)).isFalse();
    }

    @Test
    void aCertificateHasItsTimeAndAKeyItsUse() {
        ECKey key = new ECKey.Builder(Curve.P_256, (ECPublicKey) KEY.getPublic()).build();
        X509Certificate certificate = new Wanted("CN=client", KEY).selfSigned();
        assertThat(presented(certificate).hasKeyOf(set(key), now)).isTrue();
        assertThat(presented(certificate).hasKeyOf(set(key), now.plus(Duration.ofHours(2))))
                .isFalse();
        assertThat(presented(certificate).hasKeyOf(set(key), now.minus(Duration.ofHours(2))))
                .isFalse();
        ECKey forEncryption = new ECKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build();
        assertThat(presented(certificate).hasKeyOf(set(forEncryption), now)).isFalse();
    }

    @Test
    void anythingElseIsNoCertificate() {
        for (String text : new String[] {"", "AAAA", "not base64!", "A".repeat(100_000)}) {
            assertThat(ClientCertificate.parse(text)).isEmpty();
        }
    }

    private static String set(JWK key) {
        return new JWKSet(key).toString();
    }

    private static ClientCertificate presented(X509Certificate certificate) {
        return ClientCertificate.parse(TestAuthority.base64(certificate)).orElseThrow();
    }
}

package com.prysmid.tenant.crypto.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.crypto.certificate.TestAuthority.Wanted;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

final class CertificateAuthoritiesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.create("CN=Bank CA");
    private static final KeyPair KEY = TestAuthority.newKey("secp256r1");

    private final Instant now = Instant.now();
    private final CertificateAuthorities trusted = CertificateAuthorities.parse(AUTHORITY.pem());

    @Test
    void takesWhatItsAuthorityIssuedWhileItIsValid() {
        ClientCertificate good = presented(AUTHORITY.issue(new Wanted("CN=client", KEY)));
        assertThat(trusted.issued(good, now)).isTrue();
        assertThat(trusted.issued(good, now.plus(Duration.ofHours(2)))).isFalse();
        assertThat(trusted.issued(good, now.minus(Duration.ofHours(2)))).isFalse();
    }

    @Test
    void refusesAnAuthorityOfTheSameNameAndTheCertificateThatSignedItself() {
        TestAuthority namesake = TestAuthority.create("CN=Bank CA");
        assertThat(trusted.issued(presented(namesake.issue(new Wanted("CN=client", KEY))), now))
                .isFalse();
        assertThat(trusted.issued(presented(new Wanted("CN=client", KEY).selfSigned()), now))
                .isFalse();
        assertThat(trusted.issued(presented(new Wanted("CN=Bank CA", KEY).selfSigned()), now))
                .isFalse();
    }

    @Test
    void refusesWhatAClientOfTheAuthorityIssued() {
        X509Certificate byAClient =
                new Wanted("CN=victim", TestAuthority.newKey("secp256r1")).signedBy("CN=client", KEY);
        assertThat(trusted.issued(presented(byAClient), now)).isFalse();
    }

    @Test
    void anIntermediateAuthorityCountsWhereItIsListed() {
        TestAuthority below = AUTHORITY.subordinate("CN=Issuing CA");
        ClientCertificate leaf = presented(below.issue(new Wanted("CN=client", KEY)));
        assertThat(trusted.issued(leaf, now)).isFalse();
        assertThat(CertificateAuthorities.parse(AUTHORITY.pem() + below.pem()).issued(leaf, now))
                .isTrue();
        assertThat(CertificateAuthorities.parse(below.pem()).issued(leaf, now)).isTrue();
    }

    @Test
    void refusesAServersCertificate() {
        Wanted server = new Wanted("CN=client", KEY).meantFor(KeyPurposeId.id_kp_serverAuth);
        assertThat(trusted.issued(presented(AUTHORITY.issue(server)), now)).isFalse();
        Wanted any = new Wanted("CN=client", KEY).meantFor(KeyPurposeId.anyExtendedKeyUsage);
        assertThat(trusted.issued(presented(AUTHORITY.issue(any)), now)).isTrue();
    }

    @Test
    void anAuthorityTrustsNobodyAfterItsOwnEnd() {
        TestAuthority ended =
                TestAuthority.create("CN=Old CA", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
        assertThat(CertificateAuthorities.parse(ended.pem())
                        .issued(presented(ended.issue(new Wanted("CN=client", KEY))), now))
                .isFalse();
    }

    @Test
    void isMadeOfAuthoritiesCertificatesOnly() {
        String leaf = TestAuthority.pem(AUTHORITY.issue(new Wanted("CN=client", KEY)));
        assertThatThrownBy(() -> CertificateAuthorities.parse(leaf)).hasMessageContaining("not an authority's");
        assertThatThrownBy(() -> CertificateAuthorities.parse("")).hasMessageContaining("1 to 20");
        assertThatThrownBy(() -> CertificateAuthorities.parse("x" + AUTHORITY.pem()))
                .hasMessageContaining("nothing else");
        assertThatThrownBy(() -> CertificateAuthorities.parse(AUTHORITY.pem().replace("CERTIFICATE", "PRIVATE KEY")))
                .hasMessageContaining("nothing else");
        assertThatThrownBy(() ->
                        CertificateAuthorities.parse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessageContaining("cannot be read");
    }

    private static ClientCertificate presented(X509Certificate certificate) {
        return ClientCertificate.parse(TestAuthority.base64(certificate)).orElseThrow();
    }
}

package com.prysmid.tenant.crypto.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.crypto.certificate.CertificateName.SanDns;
import com.prysmid.tenant.crypto.certificate.CertificateName.SanEmail;
import com.prysmid.tenant.crypto.certificate.CertificateName.SanIp;
import com.prysmid.tenant.crypto.certificate.CertificateName.SanUri;
import com.prysmid.tenant.crypto.certificate.CertificateName.SubjectDn;
import com.prysmid.tenant.crypto.certificate.TestAuthority.Wanted;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateNameTest {
    private static final KeyPair KEY = TestAuthority.newKey("secp256r1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=client,O=Bank of Nowhere,C=US",
                "cn=Client, o=bank of  nowhere, c=us",
                "CN=client,O=Bank\\20of\\20Nowhere,C=US",
                "2.5.4.3=client,O=Bank of Nowhere,C=US"
            })
    void aSubjectIsComparedAttributeByAttribute(String registered) {
        assertThat(new SubjectDn(registered).names(subject("C=US,O=Bank of Nowhere,CN=client")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=client,O=Bank of Nowhere",
                "CN=client",
                "C=US,O=Bank of Nowhere,CN=client",
                "CN=client2,O=Bank of Nowhere,C=US",
                "CN=client,CN=client,O=Bank of Nowhere,C=US",
                "CN=client\\,O=Bank of Nowhere,C=US",
                "CN=client+O=Bank of Nowhere,C=US"
            })
    void anotherSubjectIsAnotherClient(String registered) {
        assertThat(new SubjectDn(registered).names(subject("C=US,O=Bank of Nowhere,CN=client")))
                .isFalse();
    }

    @Test
    void attributesThatRfc4514HasNoNameForAreReadByNameOrNumber() {
        ClientCertificate certificate = subject("C=DE,2.5.4.97=PSDDE-BAFIN-123,SERIALNUMBER=7,CN=client");
        assertThat(new SubjectDn("CN=client,serialNumber=7,organizationIdentifier=PSDDE-BAFIN-123,C=DE")
                        .names(certificate))
                .isTrue();
        assertThat(new SubjectDn("CN=client,2.5.4.5=7,2.5.4.97=PSDDE-BAFIN-123,C=DE").names(certificate))
                .isTrue();
        assertThat(new SubjectDn("CN=client,2.5.4.5=8,2.5.4.97=PSDDE-BAFIN-123,C=DE").names(certificate))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "client", "CN", "CN=a,", "nobody=knows"})
    void whatIsNoDistinguishedNameIsNotRegistered(String text) {
        assertThatThrownBy(() -> new SubjectDn(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void alternativeNamesAreComparedWithinTheirKind() {
        ClientCertificate certificate = presented(new Wanted("CN=client", KEY)
                .named(
                        new GeneralName(GeneralName.dNSName, "Client.Example.com"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "https://client.example.com/a"),
                        new GeneralName(GeneralName.iPAddress, "192.0.2.7"),
                        new GeneralName(GeneralName.iPAddress, "2001:db8::7"),
                        new GeneralName(GeneralName.rfc822Name, "Ops@Example.com")));
        for (CertificateName good : List.of(
                new SanDns("client.example.com"),
                new SanUri("https://client.example.com/a"),
                new SanIp("192.0.2.7"),
                new SanIp("2001:DB8:0:0::7"),
                new SanEmail("Ops@example.COM"))) {
            assertThat(good.names(certificate)).as(good.toString()).isTrue();
        }
        for (CertificateName bad : List.of(
                new SanDns("example.com"),
                new SanDns("a.client.example.com"),
                new SanDns("192.0.2.7"),
                new SanUri("https://client.example.com/"),
                new SanUri("https://CLIENT.example.com/a"),
                new SanUri("client.example.com:a"),
                new SanIp("192.0.2.8"),
                new SanIp("2001:db8::8"),
                new SanEmail("ops@example.com"))) {
            assertThat(bad.names(certificate)).as(bad.toString()).isFalse();
        }
    }

    @Test
    void aWildcardInACertificateStandsForNobodyElse() {
        ClientCertificate certificate =
                presented(new Wanted("CN=client", KEY).named(new GeneralName(GeneralName.dNSName, "*.example.com")));
        assertThat(new SanDns("client.example.com").names(certificate)).isFalse();
        assertThat(new SanDns("*.example.com").names(certificate)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dns,exa mple.com",
        "dns,ex\u00e4mple.com",
        "uri,/relative",
        "uri,no uri",
        "ip,1.2.3.999",
        "ip,localhost",
        "ip,::zz",
        "ip,1.2.3",
        "email,nobody",
        "email,a b@example.com"
    })
    void whatIsNoNameOfItsKindIsNotRegistered(String kind, String text) {
        assertThatThrownBy(() -> {
                    switch (kind) {
                        case "dns" -> new SanDns(text);
                        case "uri" -> new SanUri(text);
                        case "ip" -> new SanIp(text);
                        default -> new SanEmail(text);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ClientCertificate subject(String name) {
        return presented(new Wanted(name, KEY));
    }

    private static ClientCertificate presented(Wanted wanted) {
        return ClientCertificate.parse(TestAuthority.base64(wanted.selfSigned()))
                .orElseThrow();
    }
}

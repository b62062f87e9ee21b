package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.tls.ServerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevAuthorityTest {

    @TempDir
    private Path directory;

    @Test
    void keepsItsCertificatesBetweenStartsAndTheirKeysPrivate() throws Exception {
        DevAuthority first = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());
        X509Certificate node = first.internal(InternalName.NODE).leaf();
        DevAuthority second = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());

        assertThat(second.rootCertificate()).isEqualTo(first.rootCertificate());
        assertThat(second.internal(InternalName.NODE).leaf()).isEqualTo(node);
        assertThat(node.getPublicKey().getAlgorithm()).isEqualTo("RSA");
        node.verify(first.rootCertificate().getPublicKey());
        try (Stream<Path> files = Files.list(directory.resolve("tls"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".key")))
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void renewsWhatExpiresWithinThirtyDaysAndKeepsTheRoot() throws Exception {
        Path tls = directory.resolve("tls");
        DevAuthority first = DevAuthority.open(tls, Clock.systemUTC());
        X509Certificate old = first.internal(InternalName.POSTGRES).leaf();
        DevAuthority later = DevAuthority.open(tls, Clock.offset(Clock.systemUTC(), Duration.ofDays(340)));
        X509Certificate renewed = later.internal(InternalName.POSTGRES).leaf();

        assertThat(later.rootCertificate()).isEqualTo(first.rootCertificate());
        assertThat(renewed).isNotEqualTo(old);
        assertThat(renewed.getNotAfter()).isAfter(old.getNotAfter());
    }

    @Test
    void issuesAnewWhereTheDomainChanged() throws Exception {
        DevAuthority authority = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());
        ServerIdentity before = authority.listener("console", List.of("api.one.localhost"));
        ServerIdentity after = authority.listener("console", List.of("api.two.localhost"));

        assertThat(after.leaf()).isNotEqualTo(before.leaf());
        assertThat(authority.listener("console", List.of("api.two.localhost")).leaf())
                .isEqualTo(after.leaf());
    }

    @Test
    void noTwoInternalCertificatesShareAName() {
        // The name is all that tells a database from a cluster member: localhost is shared, by servers that check none.
        assertThat(Stream.of(InternalName.values()).map(InternalName::dnsName)).doesNotHaveDuplicates();
        assertThat(InternalName.NODE.dnsNames()).containsExactly("node.prysmid.internal");
        assertThat(InternalName.CONTROL_PLANE.dnsNames()).containsExactly("control-plane.prysmid.internal");
    }
}

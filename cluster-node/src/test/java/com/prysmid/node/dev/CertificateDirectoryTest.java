package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.node.tls.CertificateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateDirectoryTest {

    @TempDir
    private Path directory;

    private DevAuthority authority;
    private Path certificates;

    @BeforeEach
    void issue() throws Exception {
        authority = DevAuthority.open(directory.resolve("tls"), Clock.systemUTC());
        certificates = Files.createDirectory(directory.resolve("public"));
        put("default", "prysm.example");
    }

    private void put(String fileName, String... names) throws IOException {
        Files.deleteIfExists(authority.certificateFile("issued"));
        authority.listener("issued", List.of(names));
        Files.copy(authority.keyFile("issued"), fresh(fileName + ".key"));
        Files.copy(authority.certificateFile("issued"), fresh(fileName + ".pem"));
    }

    private Path fresh(String fileName) throws IOException {
        Files.deleteIfExists(certificates.resolve(fileName));
        return certificates.resolve(fileName);
    }

    @Test
    void servesTheNamesACertificateCarriesExactOnesFirst() throws Exception {
        put("wild", "*.acme.prysm.example");
        put("exact", "auth.acme.prysm.example");
        CertificateDirectory source = CertificateDirectory.open(certificates);

        assertThat(subject(source, "auth.acme.prysm.example")).isEqualTo("CN=auth.acme.prysm.example");
        assertThat(subject(source, "login.acme.prysm.example")).isEqualTo("CN=*.acme.prysm.example");
        assertThat(source.forHost("a.b.acme.prysm.example")).isEmpty();
        assertThat(source.fallback().leaf().getSubjectX500Principal().getName()).isEqualTo("CN=prysm.example");
    }

    @Test
    void readsChangesAndKeepsTheLastGoodStateOfABrokenFile() throws Exception {
        put("acme", "auth.acme.prysm.example");
        CertificateDirectory source = CertificateDirectory.open(certificates);
        var first = source.forHost("auth.acme.prysm.example").orElseThrow().leaf();

        put("globex", "auth.globex.prysm.example");
        Files.writeString(certificates.resolve("acme.pem"), "-----BEGIN CERTIFICATE-----\nhalf");
        Files.setLastModifiedTime(certificates.resolve("acme.pem"), java.nio.file.attribute.FileTime.fromMillis(1));
        source.refresh();

        assertThat(source.forHost("auth.globex.prysm.example")).isPresent();
        assertThat(source.forHost("auth.acme.prysm.example").orElseThrow().leaf())
                .isEqualTo(first);
    }

    @Test
    void refusesADirectoryWithoutADefault() throws Exception {
        Files.delete(certificates.resolve("default.pem"));
        assertThatThrownBy(() -> CertificateDirectory.open(certificates))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("default.pem");
    }

    private static String subject(CertificateDirectory source, String host) {
        return source.forHost(host)
                .orElseThrow()
                .leaf()
                .getSubjectX500Principal()
                .getName();
    }
}

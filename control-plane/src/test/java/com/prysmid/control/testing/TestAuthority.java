package com.prysmid.control.testing;

import com.prysmid.control.tls.MutualTls;
import com.prysmid.control.tls.ServerIdentity;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the tests' own, writing PEM files into one directory. */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final KeyPair keys;
    private final X500Name subject;

    private TestAuthority(Path directory, KeyPair keys, X500Name subject) {
        this.directory = directory;
        this.keys = keys;
        this.subject = subject;
    }

    public static TestAuthority create(Path directory) {
        try {
            Files.createDirectories(directory);
            KeyPair keys = keyPair();
            X500Name subject = new X500Name("CN=Test authority " + directory.getFileName());
            TestAuthority authority = new TestAuthority(directory, keys, subject);
            write(directory.resolve("ca.crt"), authority.certificate(subject, keys, true));
            return authority;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM file of this authority's certificate. */
    public Path certificate() {
        return directory.resolve("ca.crt");
    }

    /** A certificate for these DNS names and for 127.0.0.1, with its key. */
    public MutualTls issue(String name, String... dnsNames) {
        try {
            KeyPair pair = keyPair();
            write(directory.resolve(name + ".crt"), certificate(new X500Name("CN=" + name), pair, false, dnsNames));
            Path key = directory.resolve(name + ".key");
            write(key, new JcaPKCS8Generator(pair.getPrivate(), null));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            return new MutualTls(directory.resolve(name + ".crt"), key, certificate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public ServerIdentity issueServer(String name, String... dnsNames) {
        MutualTls issued = issue(name, dnsNames);
        return new ServerIdentity(issued.certificate(), issued.key());
    }

    private X509Certificate certificate(X500Name owner, KeyPair pair, boolean authority, String... dnsNames)
            throws CertIOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(120, RANDOM),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(2))),
                owner,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (authority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            GeneralName[] names = Stream.concat(
                            Arrays.stream(dnsNames).map(dns -> new GeneralName(GeneralName.dNSName, dns)),
                            Stream.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static void write(Path file, Object pem) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter writer = new JcaPEMWriter(out)) {
            writer.writeObject(pem);
        }
    }
}

package com.prysmid.node.dev;

import com.prysmid.node.tls.PemFiles;
import com.prysmid.node.tls.ServerIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Dev's own certificate authority: one RSA root in {@code tls/ca.pem}, and certificates that it issues directly (Artery's
 * rotating engine knows no intermediates). Keys are PKCS#8 files of mode 0600. Opening it again keeps what is there and
 * renews what expires within 30 days; a renewed root renews everything below it.
 */
final class DevAuthority {

    private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
    /** Apple's and Chromium's ceiling for a server certificate is 398 days; dev's should work in their browsers. */
    private static final Duration LEAF_LIFETIME = Duration.ofDays(365);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** Clocks differ a little between a host and its containers. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 127;

    private final Path directory;
    private final Clock clock;
    private final SecureRandom random;
    private final ServerIdentity root;

    private DevAuthority(Path directory, Clock clock, SecureRandom random, ServerIdentity root) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
        this.root = root;
    }

    static DevAuthority open(Path directory, Clock clock) throws IOException {
        PrivateFiles.createDirectory(directory);
        SecureRandom random = new SecureRandom();
        Path certificate = directory.resolve("ca.pem");
        Path key = directory.resolve("ca.key");
        ServerIdentity root = current(certificate, key, clock.instant(), null);
        if (root == null) {
            root = newRoot(clock.instant(), random);
            store(certificate, key, root);
        }
        return new DevAuthority(directory, clock, random, root);
    }

    X509Certificate rootCertificate() {
        return root.leaf();
    }

    /** The root, as browsers and scripts are told to trust it. */
    Path rootFile() {
        return directory.resolve("ca.pem");
    }

    Path certificateFile(String name) {
        return directory.resolve(name + ".pem");
    }

    Path keyFile(String name) {
        return directory.resolve(name + ".key");
    }

    /** The certificate of one internal hop, with an RSA key: Artery and libpq both take those. */
    ServerIdentity internal(InternalName name) throws IOException {
        return kept(name.fileName(), name.dnsNames(), name.addresses(), rsaKey());
    }

    /** A certificate for listeners that browsers reach, with an EC key: a signature of it costs a tenth of RSA's. */
    ServerIdentity listener(String fileName, List<String> hostNames) throws IOException {
        return kept(fileName, hostNames, List.of("127.0.0.1"), ecKey());
    }

    /** Issues without keeping. */
    ServerIdentity issue(String hostName, KeyPair key) {
        return new ServerIdentity(
                key.getPrivate(), List.of(certificate(key.getPublic(), List.of(hostName), List.of())));
    }

    /** Makes a key only where one is needed. */
    private interface KeySource {
        KeyPair generate();
    }

    private ServerIdentity kept(String name, List<String> dnsNames, List<String> addresses, KeySource keys)
            throws IOException {
        Path certificate = certificateFile(name);
        Path key = keyFile(name);
        ServerIdentity kept = current(certificate, key, clock.instant(), root.leaf());
        if (kept != null && carries(kept.leaf(), dnsNames)) {
            return kept;
        }
        KeyPair pair = keys.generate();
        ServerIdentity fresh =
                new ServerIdentity(pair.getPrivate(), List.of(certificate(pair.getPublic(), dnsNames, addresses)));
        store(certificate, key, fresh);
        return fresh;
    }

    private static boolean carries(X509Certificate certificate, List<String> dnsNames) throws IOException {
        try {
            List<String> carried = new ArrayList<>();
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                carried.add(String.valueOf(name.get(1)));
            }
            return carried.containsAll(dnsNames);
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate's names cannot be read", e);
        }
    }

    /** What the files hold, or null where there is nothing, it expires soon, or another root issued it. */
    private static @Nullable ServerIdentity current(
            Path certificate, Path key, Instant now, @Nullable X509Certificate issuer) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return null;
        }
        ServerIdentity found = PemFiles.identity(certificate, key);
        if (found.leaf().getNotAfter().toInstant().isBefore(now.plus(RENEW_BEFORE))) {
            return null;
        }
        try {
            found.leaf().verify((issuer == null ? found.leaf() : issuer).getPublicKey());
            return found;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static void store(Path certificate, Path key, ServerIdentity identity) throws IOException {
        PrivateFiles.write(key, pem(new JcaPKCS8Generator(identity.key(), null)));
        PrivateFiles.write(certificate, pem(identity.leaf()), "rw-r--r--");
    }

    private static String pem(Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(value);
        }
        return text.toString();
    }

    private static KeySource rsaKey() {
        return () -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no RSA", e);
            }
        };
    }

    private static KeySource ecKey() {
        return () -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no P-256", e);
            }
        };
    }

    static KeyPair newEcKey() {
        return ecKey().generate();
    }

    private static ServerIdentity newRoot(Instant now, SecureRandom random) {
        KeyPair pair = rsaKey().generate();
        BigInteger serial = new BigInteger(SERIAL_BITS, random);
        // The serial is in the name, so that two data directories never look like one authority to a trust store.
        X500Name name = new X500Name("CN=Prysm:ID dev CA " + serial.toString(36).substring(0, 8));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial,
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(ROOT_LIFETIME)),
                name,
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new ServerIdentity(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot hash a key", e);
        }
    }

    private X509Certificate certificate(PublicKey key, List<String> dnsNames, List<String> addresses) {
        Instant now = clock.instant();
        List<GeneralName> names = new ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                root.leaf(),
                new BigInteger(SERIAL_BITS, random),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(LEAF_LIFETIME)),
                new X500Name("CN=" + dnsNames.getFirst()),
                key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.leaf()));
            return sign(builder, root.key());
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot hash a key", e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign a certificate", e);
        }
    }
}

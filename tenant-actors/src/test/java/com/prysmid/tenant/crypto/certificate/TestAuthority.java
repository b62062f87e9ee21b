package com.prysmid.tenant.crypto.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test, and what it issues. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1000);

    private final KeyPair key;
    private final X509Certificate certificate;

    private TestAuthority(KeyPair key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    public static TestAuthority create(String name) {
        return create(
                name, Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));
    }

    static TestAuthority create(String name, Instant from, Instant until) {
        KeyPair key = newKey("secp256r1");
        return new TestAuthority(
                key, new Wanted(name, key).valid(from, until).authority().signedBy(name, key));
    }

    /** An authority below this one. */
    TestAuthority subordinate(String name) {
        KeyPair below = newKey("secp256r1");
        return new TestAuthority(below, new Wanted(name, below).authority().signedBy(subject(), key));
    }

    public X509Certificate issue(Wanted wanted) {
        return wanted.signedBy(subject(), key);
    }

    private String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    public String pem() {
        return pem(certificate);
    }

    static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate))
                + "\n-----END CERTIFICATE-----\n";
    }

    /** As it travels to the workspace. */
    public static String base64(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(encoded(certificate));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** @param kind a curve's name, RSA or Ed25519 */
    public static KeyPair newKey(String kind) {
        try {
            if (kind.startsWith("secp")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new java.security.spec.ECGenParameterSpec(kind));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What a certificate is to say. */
    public static final class Wanted {
        private final X500Name subject;
        private final KeyPair key;
        private Instant from = Instant.now().minus(Duration.ofHours(1));
        private Instant until = Instant.now().plus(Duration.ofHours(1));
        private List<GeneralName> names = List.of();
        private boolean authority;
        private KeyPurposeId purpose = KeyPurposeId.id_kp_clientAuth;

        public Wanted(String subject, KeyPair key) {
            this.subject = new X500Name(subject);
            this.key = key;
        }

        public Wanted valid(Instant from, Instant until) {
            this.from = from;
            this.until = until;
            return this;
        }

        Wanted named(GeneralName... names) {
            this.names = List.of(names);
            return this;
        }

        Wanted meantFor(KeyPurposeId purpose) {
            this.purpose = purpose;
            return this;
        }

        Wanted authority() {
            this.authority = true;
            return this;
        }

        public X509Certificate selfSigned() {
            return signedBy(subject.toString(), key);
        }

        X509Certificate signedBy(String issuer, KeyPair issuerKey) {
            try {
                X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(from),
                        Date.from(until),
                        subject,
                        key.getPublic());
                if (authority) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
                } else {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                }
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm(issuerKey.getPrivate()))
                                .build(issuerKey.getPrivate())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private static String algorithm(PrivateKey key) {
            return switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> "Ed25519";
            };
        }
    }
}

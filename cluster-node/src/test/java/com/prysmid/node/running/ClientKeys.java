package com.prysmid.node.running;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key with its certificate: a client's, or an authority's that issues them. */
public final class ClientKeys {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair key;
    private final X509Certificate certificate;

    private ClientKeys(KeyPair key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    public static ClientKeys authority(String subject) {
        KeyPair key = newKey();
        return new ClientKeys(key, certificate(subject, key, subject, key, Duration.ofDays(1), true));
    }

    public static ClientKeys selfSigned(String subject) {
        KeyPair key = newKey();
        return new ClientKeys(key, certificate(subject, key, subject, key, Duration.ofHours(1), false));
    }

    public ClientKeys issue(String subject) {
        return issue(subject, Duration.ofHours(1));
    }

    /** @param life negative: it has ended */
    public ClientKeys issue(String subject, Duration life) {
        KeyPair fresh = newKey();
        String issuer = certificate.getSubjectX500Principal().getName();
        return new ClientKeys(fresh, certificate(subject, fresh, issuer, key, life, false));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** {@code x5t#S256}. */
    public String thumbprint() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(der()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A client that shows this certificate where it is asked for one, and trusts dev's authority. */
    public SSLContext tls(RunningDev dev) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key.getPrivate(), new char[0], new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("dev", dev.authority());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 4514 writes names backwards; the library would not. */
    private static X500Name name(String rfc4514) {
        return X500Name.getInstance(new X500Principal(rfc4514).getEncoded());
    }

    private static X509Certificate certificate(
            String subject, KeyPair key, String issuer, KeyPair issuerKey, Duration life, boolean authority) {
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name(issuer),
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(life)),
                    name(subject),
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

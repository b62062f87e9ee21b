package com.prysmid.node.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Reads certificates and keys in the text form of RFC 7468. No file's content ever reaches an exception's text. */
public final class PemFiles {

    private PemFiles() {}

    /** A chain with its key, as an ACME client writes them: leaf first. */
    public static ServerIdentity identity(Path certificates, Path key) throws IOException {
        return new ServerIdentity(privateKey(key), certificates(certificates));
    }

    /** Every certificate of a file, in order; never empty. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (certificate instanceof X509Certificate x509) {
                    found.add(x509);
                }
            }
        } catch (CertificateException e) {
            throw new IOException(file + " is not a PEM file of certificates", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return found;
    }

    /** The first unencrypted private key of a file: PKCS#8, PKCS#1 or SEC1; RSA or EC. */
    public static PrivateKey privateKey(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof PrivateKeyInfo pkcs8) {
                    return key(pkcs8);
                }
                if (next instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                }
            }
        } catch (GeneralSecurityException e) {
            // Without the cause: its text may quote the key.
            throw new IOException(file + " holds no RSA or EC key that this JDK can use");
        }
        throw new IOException(file + " holds no unencrypted private key");
    }

    /** By the JDK's own name of the algorithm: other providers call an EC key "ECDSA", and TLS then does not find it. */
    private static PrivateKey key(PrivateKeyInfo pkcs8) throws IOException, GeneralSecurityException {
        boolean rsa = pkcs8.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        return KeyFactory.getInstance(rsa ? "RSA" : "EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8.getEncoded()));
    }
}

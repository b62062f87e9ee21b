package com.prysmid.tenant.crypto.certificate;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A certificate that a client presented in the TLS handshake, proving that it holds the key. */
public final class ClientCertificate {
    /** No handshake of ours lets more through. */
    private static final int MAX_BASE64 = 48 * 1024;

    private static final int ED25519_BYTES = 32;

    private final X509Certificate certificate;

    private ClientCertificate(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** @param base64Der DER in the base64 of RFC 4648 §4; empty for anything that is no X.509 certificate */
    public static Optional<ClientCertificate> parse(String base64Der) {
        if (base64Der.length() > MAX_BASE64) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getDecoder().decode(base64Der);
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                            instanceof X509Certificate certificate
                    ? Optional.of(new ClientCertificate(certificate))
                    : Optional.empty();
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }

    X509Certificate x509() {
        return certificate;
    }

    /**
     * {@code x5t#S256} (RFC 8705 §3.1): base64url of the SHA-256 of the DER encoding. Microseconds, unlike parsing.
     *
     * @param base64Der of a certificate that came by a handshake
     */
    public static String thumbprint(String base64Der) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(base64Der));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean isValidAt(Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /**
     * {@code self_signed_tls_client_auth} (RFC 8705 §2.2): whoever signed it, its key is registered. A JWK with {@code x5c} has the
     * same key as that certificate, so comparing keys covers it, and a renewed certificate with the old key too.
     *
     * @param jwks the app's JWK Set; keys for encryption count for nothing
     */
    public boolean hasKeyOf(String jwks, Instant now) {
        if (!isValidAt(now)) {
            return false;
        }
        Optional<Base64URL> presented = keyThumbprint();
        try {
            for (JWK registered : JWKSet.parse(jwks).getKeys()) {
                if (!KeyUse.ENCRYPTION.equals(registered.getKeyUse())
                        && presented.equals(Optional.of(registered.computeThumbprint()))) {
                    return true;
                }
            }
            return false;
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    /** RFC 7638: the same for one key, however it is written down. */
    private Optional<Base64URL> keyThumbprint() {
        try {
            if (certificate.getPublicKey() instanceof EdECPublicKey key) {
                return key.getParams().getName().equals("Ed25519") ? Optional.of(ed25519(key)) : Optional.empty();
            }
            return Optional.of(JWK.parse(certificate).computeThumbprint());
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }

    /** The library reads RSA and EC certificates only. RFC 8410 §4: the key is what the encoding ends with. */
    private static Base64URL ed25519(EdECPublicKey key) throws JOSEException {
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .build()
                .computeThumbprint();
    }
}

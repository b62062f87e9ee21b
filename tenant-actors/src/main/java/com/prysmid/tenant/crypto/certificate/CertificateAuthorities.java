package com.prysmid.tenant.crypto.certificate;

import java.io.ByteArrayInputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose client certificates a workspace takes (RFC 8705 §2.1). An intermediate authority is trusted where it is listed itself:
 * nothing that a client sends along is used to build a chain. Immutable.
 */
public final class CertificateAuthorities {
    private static final int MAX_CERTIFICATES = 20;
    private static final int MAX_CHARACTERS = 100_000;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    /** RFC 5280 §4.2.1.12. */
    private static final Set<String> CLIENT_PURPOSES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private final List<X509Certificate> certificates;

    private CertificateAuthorities(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /**
     * @param pem certificates in the text form of RFC 7468, with nothing but white space between them
     * @throws IllegalArgumentException fit to be shown
     */
    public static CertificateAuthorities parse(String pem) {
        if (pem.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must have at most " + MAX_CHARACTERS + " characters");
        }
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem);
        int end = 0;
        while (block.find()) {
            requireBlank(pem.substring(end, block.start()));
            end = block.end();
            found.add(authority(block.group(1)));
        }
        requireBlank(pem.substring(end));
        if (found.isEmpty() || found.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("must hold 1 to " + MAX_CERTIFICATES + " certificates");
        }
        return new CertificateAuthorities(found);
    }

    private static void requireBlank(String between) {
        if (!between.isBlank()) {
            throw new IllegalArgumentException("must hold PEM blocks of the kind CERTIFICATE, and nothing else");
        }
    }

    private static X509Certificate authority(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                    instanceof X509Certificate certificate) {
                if (certificate.getBasicConstraints() < 0) {
                    throw new IllegalArgumentException("holds a certificate that is not an authority's");
                }
                return certificate;
            }
        } catch (CertificateException e) {
            // Told below.
        }
        throw new IllegalArgumentException("holds a certificate that cannot be read");
    }

    /**
     * RFC 5280 §6 from one of these authorities to the certificate: signatures, dates, constraints, and that it is meant for
     * clients if it says what it is meant for.
     */
    public boolean issued(ClientCertificate presented, Instant now) {
        X509Certificate leaf = presented.x509();
        Set<TrustAnchor> anchors = certificates.stream()
                .filter(authority -> !now.isBefore(authority.getNotBefore().toInstant())
                        && !now.isAfter(authority.getNotAfter().toInstant()))
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty() || !isForClients(leaf)) {
            return false;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setDate(Date.from(now));
            // Lists of revoked certificates are behind URLs that the issuer names: nothing here fetches them.
            parameters.setRevocationEnabled(false);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.<Certificate>of(leaf))));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException e) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java platform has PKIX", e);
        }
    }

    private static boolean isForClients(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[0]) {
            return false;
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(CLIENT_PURPOSES::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}

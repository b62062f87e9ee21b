package com.prysmid.tenant.crypto.certificate;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * The one name by which an app's certificates are known (RFC 8705 §2.1.2). Compared with the certificate's own names as a whole: a
 * wildcard in a certificate is a name like any other.
 */
public sealed interface CertificateName {
    /** Whether the certificate carries this name. Says nothing of who issued it. */
    boolean names(ClientCertificate certificate);

    /** {@code tls_client_auth_subject_dn}: RFC 4514, compared attribute by attribute (RFC 5280 §7.1). */
    record SubjectDn(String text) implements CertificateName {
        /** What RFC 4514 readers do not all know by name; the certificate's encoding of the value then does not matter. */
        private static final Map<String, String> KEYWORDS = Map.of(
                "EMAILADDRESS", "1.2.840.113549.1.9.1",
                "SERIALNUMBER", "2.5.4.5",
                "GIVENNAME", "2.5.4.42",
                "SURNAME", "2.5.4.4",
                "T", "2.5.4.12",
                "BUSINESSCATEGORY", "2.5.4.15",
                "POSTALCODE", "2.5.4.17",
                "ORGANIZATIONIDENTIFIER", "2.5.4.97",
                "JURISDICTIONC", "1.3.6.1.4.1.311.60.2.1.3",
                "UID", "0.9.2342.19200300.100.1.1");

        private static final Map<String, String> OIDS = KEYWORDS.entrySet().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

        public SubjectDn {
            if (principal(text).getName().isEmpty()) {
                throw new IllegalArgumentException("must be a distinguished name (RFC 4514)");
            }
        }

        @Override
        public boolean names(ClientCertificate certificate) {
            try {
                return canonical(principal(text))
                        .equals(canonical(certificate.x509().getSubjectX500Principal()));
            } catch (IllegalArgumentException e) {
                // A subject that has no text form names nobody.
                return false;
            }
        }

        private static X500Principal principal(String text) {
            try {
                return new X500Principal(text, KEYWORDS);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a distinguished name (RFC 4514)");
            }
        }

        /** Written out and read again, so that equal values are encoded equally. */
        private static X500Principal canonical(X500Principal principal) {
            return principal(principal.getName(X500Principal.RFC2253, OIDS));
        }
    }

    /** {@code tls_client_auth_san_dns}. */
    record SanDns(String text) implements CertificateName {
        private static final int TYPE = 2;
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_*](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");

        public SanDns {
            if (!NAME.matcher(text).matches()) {
                throw new IllegalArgumentException("must be a DNS name in ASCII");
            }
        }

        @Override
        public boolean names(ClientCertificate certificate) {
            return alternativeName(certificate.x509(), TYPE, text::equalsIgnoreCase);
        }
    }

    /** {@code tls_client_auth_san_uri}, compared character by character (RFC 3986 §6.2.1). */
    record SanUri(String text) implements CertificateName {
        private static final int TYPE = 6;

        public SanUri {
            try {
                if (!new URI(text).isAbsolute()) {
                    throw new IllegalArgumentException("must be an absolute URI");
                }
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("must be an absolute URI");
            }
        }

        @Override
        public boolean names(ClientCertificate certificate) {
            return alternativeName(certificate.x509(), TYPE, text::equals);
        }
    }

    /** {@code tls_client_auth_san_ip}: IPv4 in dotted decimal, IPv6 in any form of RFC 4291 §2.2. */
    record SanIp(String text) implements CertificateName {
        private static final int TYPE = 7;
        private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        private static final Pattern OCTETS = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
        /** With a colon in it, the platform parses an address or fails, and never looks it up. */
        private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

        public SanIp {
            address(text);
        }

        @Override
        public boolean names(ClientCertificate certificate) {
            InetAddress wanted = address(text);
            return alternativeName(
                    certificate.x509(), TYPE, found -> address(found).equals(wanted));
        }

        /** Only what has the form of an address: anything else would be looked up. */
        private static InetAddress address(String literal) {
            if (OCTETS.matcher(literal).matches()
                    || (literal.contains(":") && GROUPS.matcher(literal).matches())) {
                try {
                    return InetAddress.getByName(literal);
                } catch (UnknownHostException e) {
                    // Told below.
                }
            }
            throw new IllegalArgumentException("must be an IP address");
        }
    }

    /** {@code tls_client_auth_san_email}: RFC 5280 §7.5, the part before the @ as it is written. */
    record SanEmail(String text) implements CertificateName {
        private static final int TYPE = 1;
        private static final Pattern MAILBOX = Pattern.compile("[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,253}");

        public SanEmail {
            if (!MAILBOX.matcher(text).matches()) {
                throw new IllegalArgumentException("must be an email address in ASCII");
            }
        }

        @Override
        public boolean names(ClientCertificate certificate) {
            return alternativeName(
                    certificate.x509(), TYPE, found -> canonical(found).equals(canonical(text)));
        }

        private static String canonical(String mailbox) {
            int at = mailbox.lastIndexOf('@');
            return at < 0
                    ? mailbox
                    : mailbox.substring(0, at) + mailbox.substring(at).toLowerCase(Locale.ROOT);
        }
    }

    private static boolean alternativeName(X509Certificate certificate, int type, Predicate<String> wanted) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return false;
            }
            for (List<?> name : names) {
                if (name.get(0).equals(type) && name.get(1) instanceof String text && wanted.test(text)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return false;
        }
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.certificate.CertificateAuthorities;
import com.prysmid.tenant.crypto.certificate.CertificateName;
import com.prysmid.tenant.crypto.certificate.CertificateTrust;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.ClientAuth;
import com.prysmid.tenant.protocol.ProtocolPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What apps and workspaces register about client certificates (RFC 8705 §2), and what it comes to. */
final class CertificateRules {
    static final String TLS_CLIENT_AUTH = "tls_client_auth";
    static final String SELF_SIGNED = "self_signed_tls_client_auth";

    /** RFC 8705 §2.1.2. */
    private record NameMember(
            String field, Function<ClientAuth, @Nullable String> read, Function<String, CertificateName> name) {}

    private static final List<NameMember> NAMES = List.of(
            new NameMember("tls_client_auth_subject_dn", ClientAuth::tlsSubjectDn, CertificateName.SubjectDn::new),
            new NameMember("tls_client_auth_san_dns", ClientAuth::tlsSanDns, CertificateName.SanDns::new),
            new NameMember("tls_client_auth_san_uri", ClientAuth::tlsSanUri, CertificateName.SanUri::new),
            new NameMember("tls_client_auth_san_ip", ClientAuth::tlsSanIp, CertificateName.SanIp::new),
            new NameMember("tls_client_auth_san_email", ClientAuth::tlsSanEmail, CertificateName.SanEmail::new));

    private CertificateRules() {}

    static boolean usesCertificate(AppMetadata metadata) {
        String method = metadata.tokenEndpointAuthMethod();
        return method.equals(TLS_CLIENT_AUTH) || method.equals(SELF_SIGNED);
    }

    /** What the app's certificate must be; empty where the method takes none, or nothing could ever satisfy it. */
    static Optional<CertificateTrust> trust(AppMetadata metadata, ProtocolPolicy policy) {
        String authorities = policy.tlsClientAuthorities();
        String jwks = metadata.jwks();
        return switch (metadata.tokenEndpointAuthMethod()) {
            case TLS_CLIENT_AUTH ->
                authorities == null
                        ? Optional.empty()
                        : registeredName(metadata.clientAuth())
                                .map(name -> new CertificateTrust.Issued(authorities, name));
            case SELF_SIGNED -> Optional.ofNullable(jwks).map(CertificateTrust.Registered::new);
            default -> Optional.empty();
        };
    }

    private static Optional<CertificateName> registeredName(ClientAuth auth) {
        for (NameMember member : NAMES) {
            String text = member.read().apply(auth);
            if (text != null) {
                return Optional.of(member.name().apply(text));
            }
        }
        return Optional.empty();
    }

    static void check(AppMetadata metadata, Findings findings) {
        int names = 0;
        for (NameMember member : NAMES) {
            String text = member.read().apply(metadata.clientAuth());
            if (text != null) {
                names++;
                findings.requireParsed(
                        member.field(), "invalid_name", () -> member.name().apply(text));
            }
        }
        boolean byName = metadata.tokenEndpointAuthMethod().equals(TLS_CLIENT_AUTH);
        findings.require(
                names == (byName ? 1 : 0),
                "tls_client_auth_subject_dn",
                "inconsistent",
                byName
                        ? "tls_client_auth needs exactly one of the five tls_client_auth_ names"
                        : "the tls_client_auth_ names are for tls_client_auth only");
        findings.require(
                !metadata.tokens().tlsClientCertificateBoundAccessTokens()
                        || !metadata.tokens().dpopBoundAccessTokens(),
                "tls_client_certificate_bound_access_tokens",
                "inconsistent",
                "a token is bound to a certificate or to a DPoP key, not to both");
    }

    /** @param authorities PEM; null or empty where none are set */
    static void checkAuthorities(@Nullable String authorities, Findings findings) {
        if (authorities != null && !authorities.isEmpty()) {
            findings.requireParsed(
                    "tls_client_authorities", "invalid_certificates", () -> CertificateAuthorities.parse(authorities));
        }
    }
}

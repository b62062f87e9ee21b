package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.ContentEncryption;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.outbound.OutboundUrl;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which app metadata is taken (RFC 7591 §2, RFC 8252, RFC 9700 §2). */
public final class AppRules {
    public static final List<String> AUTH_METHODS = List.of(
            "none",
            "client_secret_basic",
            "client_secret_post",
            "client_secret_jwt",
            "private_key_jwt",
            CertificateRules.TLS_CLIENT_AUTH,
            CertificateRules.SELF_SIGNED);
    public static final List<String> GRANT_TYPES = List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            AuthorizationRules.IMPLICIT,
            GrantTypes.DEVICE_CODE,
            GrantTypes.TOKEN_EXCHANGE,
            GrantTypes.CIBA);
    /** What an app may ask for where it registered no scopes of its own. */
    public static final List<String> STANDARD_SCOPES =
            List.of("openid", "profile", "email", "phone", "address", "groups", "roles", "offline_access");

    /** RFC 6749 §3.3: the characters of a scope token. */
    private static final java.util.regex.Pattern SCOPE =
            java.util.regex.Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    private static final java.util.regex.Pattern DOT_SEGMENT = java.util.regex.Pattern.compile("/\\.{1,2}(?=[/;]|$)");

    private static final int URI_LIMIT = 2_000;
    private static final int URIS_LIMIT = 50;
    /** Schemes that a browser acts on instead of leaving the page. */
    private static final Set<String> ACTIVE_SCHEMES =
            Set.of("javascript", "data", "vbscript", "file", "about", "blob", "view-source");

    private AppRules() {}

    public static boolean usesSecret(AppMetadata metadata) {
        return metadata.tokenEndpointAuthMethod().startsWith("client_secret_");
    }

    /** Whether its secret is the key of its assertions, and so has to be kept readable. */
    public static boolean signsWithSecret(AppMetadata metadata) {
        return metadata.tokenEndpointAuthMethod().equals("client_secret_jwt");
    }

    public static Optional<Refused> check(AppMetadata metadata) {
        Findings findings = new Findings().requireName("client_name", metadata.clientName());
        findings.require(
                Set.of("web", "native").contains(metadata.applicationType()),
                "application_type",
                "unsupported",
                "must be web or native");
        checkGrants(metadata, findings);
        AuthorizationRules.check(metadata, findings);
        RequestObjectRules.check(metadata, findings);
        checkKeys(metadata, findings);
        CertificateRules.check(metadata, findings);
        checkScope(metadata.scope(), findings);
        checkRedirects(metadata, findings);
        checkList(metadata.postLogoutRedirectUris(), "post_logout_redirect_uris", metadata, findings);
        LogoutRules.check(metadata, findings);
        pageUri(metadata.logoUri(), "logo_uri", findings);
        pageUri(metadata.policyUri(), "policy_uri", findings);
        pageUri(metadata.tosUri(), "tos_uri", findings);
        checkAlgorithms(metadata, findings);
        TokenFormatRules.check(metadata, findings);
        return findings.refusal();
    }

    /** Those that need keys of ours: what we sign for it, and what it encrypts to us. */
    private static void checkAlgorithms(AppMetadata metadata, Findings findings) {
        AppMetadata.Tokens tokens = metadata.tokens();
        signs(findings, "id_token_signed_response_alg", metadata.idTokenSignedResponseAlg());
        signs(findings, "access_token_signed_response_alg", tokens.accessTokenSignedResponseAlg());
        signs(findings, "userinfo_signed_response_alg", tokens.userinfoSignedResponseAlg());
        signs(findings, "introspection_signed_response_alg", tokens.introspectionSignedResponseAlg());
        signs(
                findings,
                "authorization_signed_response_alg",
                metadata.authorization().authorizationSignedResponseAlg());
        AppMetadata.JweAlgorithms request = metadata.authorization().requestObjectEncryption();
        if (request != null) {
            oneOf(findings, "request_object_encryption_alg", request.alg(), ContentEncryption.KEY_ALGORITHMS);
            oneOf(findings, "request_object_encryption_enc", request.enc(), ContentEncryption.CONTENT_ALGORITHMS);
        }
    }

    private static void signs(Findings findings, String field, @Nullable String alg) {
        if (alg != null) {
            oneOf(findings, field, alg, SigningAlgorithm.names());
        }
    }

    private static void checkGrants(AppMetadata metadata, Findings findings) {
        String method = metadata.tokenEndpointAuthMethod();
        oneOf(findings, "token_endpoint_auth_method", method, AUTH_METHODS);
        for (int i = 0; i < metadata.grantTypes().size(); i++) {
            oneOf(findings, "grant_types[" + i + "]", metadata.grantTypes().get(i), GRANT_TYPES);
        }
        findings.require(
                !metadata.grantTypes().isEmpty(), "grant_types", "required", "must have at least one grant type");
        findings.require(
                !(metadata.grantTypes().stream().anyMatch(GrantTypes.CONFIDENTIAL::contains) && method.equals("none")),
                "grant_types",
                "inconsistent",
                "this grant type needs an app that can authenticate itself");
        CibaRules.check(metadata.ciba(), findings);
        findings.require(
                !metadata.grantTypes().contains("refresh_token")
                        || metadata.grantTypes().stream().anyMatch(GrantTypes.BY_A_PERSON::contains),
                "grant_types",
                "inconsistent",
                "refresh_token needs a grant type that gives one");
    }

    private static void checkKeys(AppMetadata metadata, Findings findings) {
        String signingAlg = metadata.clientAuth().signingAlg();
        findings.require(
                signingAlg == null
                        || !signsWithSecret(metadata)
                        || List.of("HS256", "HS384", "HS512").contains(signingAlg),
                "token_endpoint_auth_signing_alg",
                "unsupported",
                "must be HS256, HS384 or HS512 with client_secret_jwt");
        if (metadata.jwksUri() != null) {
            findings.require(metadata.jwks() == null, "jwks_uri", "inconsistent", "must not be together with jwks");
            findings.require(
                    OutboundUrl.parse(metadata.jwksUri()).isPresent(),
                    "jwks_uri",
                    "invalid_uri",
                    "must be an https URI with a plain host, no user information and no fragment");
        }
        if (metadata.jwks() != null) {
            PublicKeys.Parsed parsed = PublicKeys.parseSet(metadata.jwks());
            if (parsed.problem() != null) {
                findings.add("jwks", "invalid_key", parsed.problem());
            }
        } else if ((metadata.tokenEndpointAuthMethod().equals("private_key_jwt") && metadata.jwksUri() == null)
                // Its keys are not looked up by reference.
                || metadata.tokenEndpointAuthMethod().equals(CertificateRules.SELF_SIGNED)) {
            findings.add("jwks", "required", metadata.tokenEndpointAuthMethod() + " needs a JWK Set");
        }
    }

    private static void checkScope(@Nullable String scope, Findings findings) {
        if (scope == null) {
            return;
        }
        for (String token : scope.split(" ", -1)) {
            if (!SCOPE.matcher(token).matches() || token.startsWith("urn:prysmid:")) {
                findings.add("scope", "unsupported", "must be scope tokens with one space between, none of ours");
                return;
            }
        }
    }

    private static void checkRedirects(AppMetadata metadata, Findings findings) {
        if (metadata.grantTypes().contains("authorization_code")
                || metadata.grantTypes().contains(AuthorizationRules.IMPLICIT)) {
            findings.require(
                    !metadata.redirectUris().isEmpty(),
                    "redirect_uris",
                    "required",
                    "authorization_code and implicit need at least one redirect URI");
        }
        checkList(metadata.redirectUris(), "redirect_uris", metadata, findings);
    }

    private static void checkList(List<String> uris, String field, AppMetadata metadata, Findings findings) {
        findings.require(uris.size() <= URIS_LIMIT, field, "length", "must have at most " + URIS_LIMIT + " entries");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(uris.size(), URIS_LIMIT); i++) {
            String path = field + "[" + i + "]";
            findings.require(seen.add(uris.get(i)), path, "duplicate", "is there twice");
            String problem = redirectProblem(uris.get(i), metadata.applicationType());
            if (problem != null) {
                findings.add(path, "invalid_redirect_uri", problem);
            }
        }
    }

    /** Null where it is good (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §4.1). */
    private static @Nullable String redirectProblem(String text, String applicationType) {
        if (text.length() > URI_LIMIT) {
            return "is longer than " + URI_LIMIT + " characters";
        }
        // java.net.URI takes characters beyond ASCII, RFC 3986 does not; and no Location header could carry them.
        if (text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            return "is no URI";
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return "is no URI";
        }
        if (uri.getScheme() == null) {
            return "must be absolute";
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (ACTIVE_SCHEMES.contains(scheme)) {
            return "has a scheme that is not allowed";
        }
        if (uri.getRawFragment() != null) {
            return "must not have a fragment";
        }
        if (text.contains("*")) {
            return "must not have a wildcard";
        }
        if (scheme.equals("https") || scheme.equals("http")) {
            return webProblem(uri, scheme);
        }
        if (!applicationType.equals("native")) {
            return "must be https";
        }
        // RFC 8252 §7.1: a private-use scheme is a reversed domain name, so it has a dot.
        return scheme.contains(".") ? null : "must have a scheme in reverse domain name form";
    }

    private static @Nullable String webProblem(URI uri, String scheme) {
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return "must have a host and no user information";
        }
        if (hasDotSegment(uri.getRawPath() == null ? "" : uri.getRawPath())) {
            return "must not have a relative path segment";
        }
        boolean loopback = isLoopback(uri.getHost());
        if (scheme.equals("http") && !loopback) {
            return "must be https, except on a loopback address";
        }
        return null;
    }

    /** As browsers and servers may read it: dots, slashes and backslashes encoded or not, path parameters cut off. */
    private static boolean hasDotSegment(String rawPath) {
        String path = rawPath.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/")
                .replace("%3b", ";");
        return DOT_SEGMENT.matcher(path).find();
    }

    /** RFC 8252 §7.3 and §8.3; {@code localhost} only as registered, with no freedom of the port. */
    private static boolean isLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("[::1]") || host.equals("localhost");
    }

    private static void pageUri(@Nullable String text, String field, Findings findings) {
        if (text != null) {
            try {
                URI uri = new URI(text);
                findings.require(
                        "https".equalsIgnoreCase(uri.getScheme())
                                && uri.getHost() != null
                                && text.length() <= URI_LIMIT,
                        field,
                        "invalid_uri",
                        "must be an https URI");
            } catch (URISyntaxException e) {
                findings.add(field, "invalid_uri", "must be an https URI");
            }
        }
    }

    private static void oneOf(Findings findings, String field, String value, List<String> allowed) {
        findings.require(allowed.contains(value), field, "unsupported", "must be one of " + String.join(", ", allowed));
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.PersonScopes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an app may register about its authorization requests and the claims that it is told (OpenID Connect Registration §2). */
final class AuthorizationRules {
    /** Canonical: the parts of one in alphabetical order. */
    static final List<String> RESPONSE_TYPES = List.of("code", "none", "id_token", "code id_token");

    static final String IMPLICIT = "implicit";

    private static final String CODE_GRANT = "authorization_code";
    private static final Duration LONGEST_MAX_AGE = Duration.ofDays(10_000);
    private static final int MAPPINGS_LIMIT = 50;
    private static final int URI_LIMIT = 2_000;
    private static final Pattern CLAIM_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:/-]{0,127}");

    /** What tokens say by themselves: no attribute may speak in their name. */
    private static final Set<String> OF_TOKENS = Set.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "nbf",
            "iat",
            "jti",
            "azp",
            "nonce",
            "auth_time",
            "acr",
            "amr",
            "sid",
            "at_hash",
            "c_hash",
            "s_hash",
            "cnf",
            "act",
            "may_act",
            "client_id",
            "scope",
            "grant_id",
            "authorization_details",
            "events",
            "sub_jwk",
            "token_introspection",
            "active",
            "token_type",
            "username",
            "entitlements");

    private AuthorizationRules() {}

    static void check(AppMetadata metadata, Findings findings) {
        checkResponseTypes(metadata, findings);
        AppMetadata.Authorization authorization = metadata.authorization();
        Duration maxAge = authorization.defaultMaxAge();
        findings.require(
                maxAge == null || (!maxAge.isNegative() && maxAge.compareTo(LONGEST_MAX_AGE) <= 0),
                "default_max_age",
                "out_of_range",
                "must be a number of seconds from 0 to " + LONGEST_MAX_AGE.toSeconds());
        for (int i = 0; i < authorization.defaultAcrValues().size(); i++) {
            findings.require(
                    AcrValues.SUPPORTED.contains(
                            authorization.defaultAcrValues().get(i)),
                    "default_acr_values[" + i + "]",
                    "unsupported",
                    "must be one of " + String.join(", ", AcrValues.SUPPORTED));
        }
        findings.require(
                authorization.initiateLoginUri() == null || isHttps(authorization.initiateLoginUri()),
                "initiate_login_uri",
                "invalid_uri",
                "must be an https URI");
        checkMappings(metadata, findings);
    }

    private static void checkResponseTypes(AppMetadata metadata, Findings findings) {
        List<String> types = metadata.responseTypes();
        boolean codeGrant = metadata.grantTypes().contains(CODE_GRANT);
        boolean implicitGrant = metadata.grantTypes().contains(IMPLICIT);
        if (!RESPONSE_TYPES.containsAll(types) || new HashSet<>(types).size() < types.size()) {
            findings.add(
                    "response_types", "unsupported", "must be of " + String.join(", ", RESPONSE_TYPES) + ", each once");
            return;
        }
        boolean code = types.stream().anyMatch(AuthorizationRules::givesCode);
        boolean idToken = types.stream().anyMatch(AuthorizationRules::givesIdToken);
        // The registered default is ["code"], also of apps that never send anybody to sign in.
        findings.require(
                code == codeGrant || (!codeGrant && types.equals(List.of("code"))),
                "response_types",
                "inconsistent",
                "a response type with code goes with the grant type authorization_code, and only with it");
        findings.require(
                idToken == implicitGrant,
                "response_types",
                "inconsistent",
                "a response type with id_token goes with the grant type implicit, and only with it");
        findings.require(
                !idToken || metadata.authorization().implicitResponses(),
                "response_types",
                "not_allowed",
                "id_token through the browser needs implicit_responses");
        if (idToken && metadata.applicationType().equals("web")) {
            checkFrontChannelAddresses(metadata.redirectUris(), findings);
        }
    }

    /** OpenID Connect Registration §2 {@code application_type}. */
    private static void checkFrontChannelAddresses(List<String> redirectUris, Findings findings) {
        for (int i = 0; i < redirectUris.size(); i++) {
            findings.require(
                    isHttps(redirectUris.get(i))
                            && !"localhost"
                                    .equalsIgnoreCase(
                                            URI.create(redirectUris.get(i)).getHost()),
                    "redirect_uris[" + i + "]",
                    "invalid_redirect_uri",
                    "must be https and not localhost where id tokens go through the browser");
        }
    }

    private static boolean givesCode(String responseType) {
        return List.of(responseType.split(" ", -1)).contains("code");
    }

    private static boolean givesIdToken(String responseType) {
        return List.of(responseType.split(" ", -1)).contains("id_token");
    }

    private static void checkMappings(AppMetadata metadata, Findings findings) {
        findings.require(
                metadata.tokens().claimMappings().size() <= MAPPINGS_LIMIT,
                "claim_mappings",
                "length",
                "must have at most " + MAPPINGS_LIMIT + " members");
        metadata.tokens().claimMappings().forEach((claim, attribute) -> {
            boolean named = CLAIM_NAME.matcher(claim).matches();
            String field = "claim_mappings" + (named ? "." + claim : "");
            findings.require(named, field, "format", "claim names are letters, digits and _ . : / - after a letter");
            findings.require(
                    !OF_TOKENS.contains(claim)
                            && PersonScopes.CLAIMS.values().stream().noneMatch(claims -> claims.contains(claim)),
                    field,
                    "not_allowed",
                    "is a claim with a meaning of its own");
            findings.require(
                    ExtendedProfileRules.isAttributeName(attribute), field, "format", "must name a user's attribute");
        });
    }

    private static boolean isHttps(@Nullable String text) {
        if (text == null || text.length() > URI_LIMIT || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.outbound.OutboundUrl;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Creation;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Which configurations of upstream providers are taken. */
final class IdpRules {
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x20-\\x7e]{1,255}");
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");

    private static final Pattern CLAIM = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[\\p{Ll}\\p{N}](?:[\\p{Ll}\\p{N}-]{0,61}[\\p{Ll}\\p{N}])?\\.)+[\\p{Ll}\\p{N}-]{2,63}");
    /** Of Microsoft Entra: the three that stand for many, or a tenant's id. */
    private static final Pattern TENANT = Pattern.compile(
            "common|organizations|consumers|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern APPLE_ID = Pattern.compile("[A-Z0-9]{10}");

    private static final int MOST_SCOPES = 20;
    private static final int MOST_DOMAINS = 100;
    private static final int MOST_CLAIMS = 40;
    private static final int DOMAIN_LIMIT = 253;

    private IdpRules() {}

    static void check(IdpMetadata idp, String ownIssuer, Findings findings) {
        findings.requireName("name", idp.name());
        findings.require(
                CLIENT_ID.matcher(idp.clientId()).matches(),
                "client_id",
                "format",
                "must have 1 to 255 printable ASCII characters");
        // An assertion that we sign in that name would pass for a token of our own.
        findings.require(
                !idp.clientId().equals(ownIssuer), "client_id", "reserved", "must not be this workspace's own issuer");
        checkIssuer(idp, ownIssuer, findings);
        checkPreset(idp, findings);
        findings.require(
                authMethods(idp.type()).contains(idp.tokenEndpointAuthMethod()),
                "token_endpoint_auth_method",
                "unsupported",
                "is not how this type of provider authenticates clients");
        findings.require(
                idp.scopes().size() <= MOST_SCOPES
                        && idp.scopes().stream()
                                .allMatch(scope -> SCOPE.matcher(scope).matches()),
                "scopes",
                "format",
                "must be at most " + MOST_SCOPES + " scope tokens");
        findings.require(
                idp.type() == Kind.GITHUB
                        || idp.scopes().isEmpty()
                        || idp.scopes().contains("openid"),
                "scopes",
                "required",
                "must contain openid");
        checkClaims(idp, findings);
        findings.require(
                idp.domains().size() <= MOST_DOMAINS
                        && idp.domains().stream()
                                .allMatch(domain -> domain.length() <= DOMAIN_LIMIT
                                        && DOMAIN.matcher(domain).matches()),
                "domains",
                "format",
                "must be at most " + MOST_DOMAINS + " domain names");
        findings.require(
                idp.creation() != Creation.VERIFIED_DOMAIN || !idp.domains().isEmpty(),
                "creation",
                "inconsistent",
                "needs domains");
    }

    private static void checkIssuer(IdpMetadata idp, String ownIssuer, Findings findings) {
        String issuer = idp.issuer();
        boolean takesOne = idp.type() == Kind.OIDC || idp.type() == Kind.GITLAB;
        findings.require(issuer != null || idp.type() != Kind.OIDC, "issuer", "required", "is required for this type");
        if (issuer != null) {
            findings.require(takesOne, "issuer", "inconsistent", "is known for this type");
            // OpenID Connect Discovery §3: no query, no fragment.
            findings.require(
                    OutboundUrl.parse(issuer).isPresent() && issuer.indexOf('?') < 0,
                    "issuer",
                    "format",
                    "must be an https URL without query and fragment");
            findings.require(
                    !issuer.equals(ownIssuer), "issuer", "reserved", "must not be this workspace's own issuer");
        }
    }

    private static void checkPreset(IdpMetadata idp, Findings findings) {
        boolean microsoft = idp.type() == Kind.MICROSOFT;
        findings.require(
                microsoft ? idp.tenant() != null && TENANT.matcher(idp.tenant()).matches() : idp.tenant() == null,
                "tenant",
                "format",
                microsoft
                        ? "must be common, organizations, consumers or a tenant's id"
                        : "is of Microsoft's providers only");
        boolean apple = idp.type() == Kind.APPLE;
        String ofApple = apple ? "must have 10 capital letters and digits" : "is of Apple's providers only";
        findings.require(
                apple ? idp.teamId() != null && APPLE_ID.matcher(idp.teamId()).matches() : idp.teamId() == null,
                "team_id",
                "format",
                ofApple);
        findings.require(
                apple ? idp.keyId() != null && APPLE_ID.matcher(idp.keyId()).matches() : idp.keyId() == null,
                "key_id",
                "format",
                ofApple);
    }

    private static void checkClaims(IdpMetadata idp, Findings findings) {
        findings.require(
                idp.claims().size() <= MOST_CLAIMS, "claim_mapping", "too_many", "has more than " + MOST_CLAIMS);
        idp.claims().forEach((member, claim) -> {
            findings.require(
                    UpstreamProfile.isMember(member),
                    "claim_mapping",
                    "unknown",
                    "must name members of a profile, or attributes as attributes.name");
            findings.require(
                    CLAIM.matcher(claim).matches(),
                    "claim_mapping",
                    "format",
                    "must name claims by 1 to 100 visible ASCII characters");
        });
    }

    /** Those of which the provider's documents tell. */
    static Set<AuthMethod> authMethods(Kind type) {
        return switch (type) {
            case OIDC -> EnumSet.allOf(AuthMethod.class);
            case GOOGLE, MICROSOFT, GITLAB -> EnumSet.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);
            case GITHUB, APPLE -> EnumSet.of(AuthMethod.CLIENT_SECRET_POST);
        };
    }
}

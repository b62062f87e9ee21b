package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.outbound.OutboundUrl;
import com.prysmid.tenant.protocol.AppMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What an app may register about request objects (OpenID Connect Registration §2, RFC 9101 §10.5) and its own kinds of detail (RFC 9396 §10). */
final class RequestObjectRules {
    /** RFC 7518 §3.6. */
    static final String UNSIGNED = "none";

    private static final int URIS_LIMIT = 50;
    private static final int TYPES_LIMIT = 50;
    /** Visible ASCII: URIs, URNs and plain words are all used as types. */
    private static final Pattern TYPE = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private RequestObjectRules() {}

    static void check(AppMetadata metadata, Findings findings) {
        AppMetadata.Authorization rules = metadata.authorization();
        checkUris(rules.requestUris(), findings);
        checkSigning(metadata, findings);
        checkTypes(rules.authorizationDetailsTypes(), findings);
    }

    private static void checkUris(List<String> uris, Findings findings) {
        findings.require(
                uris.size() <= URIS_LIMIT, "request_uris", "length", "must have at most " + URIS_LIMIT + " entries");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(uris.size(), URIS_LIMIT); i++) {
            String field = "request_uris[" + i + "]";
            String uri = uris.get(i);
            int fragment = uri.indexOf('#');
            findings.require(seen.add(uri), field, "duplicate", "is there twice");
            findings.require(
                    OutboundUrl.parse(fragment < 0 ? uri : uri.substring(0, fragment))
                            .isPresent(),
                    field,
                    "invalid_uri",
                    "must be an https URI with a plain host and no user information");
        }
    }

    private static void checkSigning(AppMetadata metadata, Findings findings) {
        AppMetadata.Authorization rules = metadata.authorization();
        String alg = rules.requestObjectSigningAlg();
        boolean unsigned = UNSIGNED.equals(alg);
        findings.require(
                alg == null || unsigned || SigningAlgorithm.named(alg).isPresent(),
                "request_object_signing_alg",
                "unsupported",
                "must be one of " + String.join(", ", SigningAlgorithm.names()));
        // The switch is the admins' alone, so that no app takes the signature off by itself.
        findings.require(
                !unsigned || rules.unsignedRequestObjects(),
                "request_object_signing_alg",
                "not_allowed",
                "none needs unsigned_request_objects");
        findings.require(
                !rules.requireSignedRequestObject() || !(unsigned || rules.unsignedRequestObjects()),
                "require_signed_request_object",
                "inconsistent",
                "and unsigned request objects exclude each other");
        findings.require(
                !rules.requireSignedRequestObject() || metadata.jwks() != null || metadata.jwksUri() != null,
                "require_signed_request_object",
                "inconsistent",
                "needs the app's public keys, in jwks or jwks_uri");
    }

    private static void checkTypes(List<String> types, Findings findings) {
        findings.require(
                types.size() <= TYPES_LIMIT,
                "authorization_details_types",
                "length",
                "must have at most " + TYPES_LIMIT + " entries");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(types.size(), TYPES_LIMIT); i++) {
            String field = "authorization_details_types[" + i + "]";
            findings.require(seen.add(types.get(i)), field, "duplicate", "is there twice");
            findings.require(
                    TYPE.matcher(types.get(i)).matches(),
                    field,
                    "format",
                    "must have 1 to 200 visible ASCII characters");
        }
    }
}

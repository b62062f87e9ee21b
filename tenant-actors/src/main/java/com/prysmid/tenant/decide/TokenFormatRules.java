package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.ContentEncryption;
import com.prysmid.tenant.outbound.OutboundUrl;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app may register of the form of its tokens and of what it is told about them (OpenID Connect Registration §2, RFC 9701
 * §6, JARM §3, RFC 8707 §2).
 */
final class TokenFormatRules {
    static final List<String> ACCESS_TOKEN_FORMATS = List.of("jwt", "opaque");
    static final List<String> SUBJECT_TYPES = List.of("public", PairwiseSector.PAIRWISE);

    private static final int RESOURCES_LIMIT = 50;
    private static final int URI_LIMIT = 2_000;

    private TokenFormatRules() {}

    static void check(AppMetadata metadata, Findings findings) {
        AppMetadata.Tokens tokens = metadata.tokens();
        oneOf(findings, "access_token_format", metadata.accessTokenFormat(), ACCESS_TOKEN_FORMATS);
        checkEncryption(metadata, "id_token", tokens.idTokenEncryption(), findings);
        checkEncryption(metadata, "userinfo", tokens.userinfoEncryption(), findings);
        checkEncryption(metadata, "introspection", tokens.introspectionEncryption(), findings);
        checkEncryption(metadata, "authorization", metadata.authorization().authorizationEncryption(), findings);
        // Without it the answer would be encrypted JSON that anybody may have written.
        findings.require(
                tokens.userinfoEncryption() == null || tokens.userinfoSignedResponseAlg() != null,
                "userinfo_signed_response_alg",
                "required",
                "an encrypted answer is signed, too");
        checkSubjects(metadata, findings);
        checkResources(tokens.resources(), findings);
    }

    private static void checkEncryption(
            AppMetadata metadata, String answer, @Nullable JweAlgorithms encryption, Findings findings) {
        if (encryption == null) {
            return;
        }
        String algField = answer + "_encrypted_response_alg";
        String encField = answer + "_encrypted_response_enc";
        boolean known = ContentEncryption.KEY_ALGORITHMS.contains(encryption.alg())
                && ContentEncryption.CONTENT_ALGORITHMS.contains(encryption.enc());
        if (encryption.alg().isEmpty()) {
            findings.add(algField, "required", encField + " needs it");
        } else {
            oneOf(findings, algField, encryption.alg(), ContentEncryption.KEY_ALGORITHMS);
        }
        oneOf(findings, encField, encryption.enc(), ContentEncryption.CONTENT_ALGORITHMS);
        String jwks = metadata.jwks();
        if (known && metadata.jwksUri() == null) {
            findings.require(
                    jwks != null
                            && ContentEncryption.to(jwks, encryption.alg(), encryption.enc())
                                    .isPresent(),
                    "jwks",
                    "required",
                    algField + " needs a public key that " + encryption.alg() + " encrypts to");
        }
    }

    private static void checkSubjects(AppMetadata metadata, Findings findings) {
        oneOf(findings, "subject_type", metadata.tokens().subjectType(), SUBJECT_TYPES);
        String sectorIdentifier = metadata.tokens().sectorIdentifierUri();
        if (sectorIdentifier != null) {
            findings.require(
                    OutboundUrl.parse(sectorIdentifier).isPresent(),
                    "sector_identifier_uri",
                    "invalid_uri",
                    "must be an https URI with a plain host, no user information and no fragment");
        } else if (PairwiseSector.isPairwise(metadata)) {
            findings.require(
                    PairwiseSector.host(metadata).isPresent(),
                    "sector_identifier_uri",
                    "required",
                    "pairwise subjects need it unless all redirect URIs have one host");
        }
    }

    private static void checkResources(List<String> resources, Findings findings) {
        findings.require(
                resources.size() <= RESOURCES_LIMIT,
                "resources",
                "length",
                "must have at most " + RESOURCES_LIMIT + " entries");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(resources.size(), RESOURCES_LIMIT); i++) {
            String field = "resources[" + i + "]";
            findings.require(seen.add(resources.get(i)), field, "duplicate", "is there twice");
            findings.require(
                    isAbsolute(resources.get(i)), field, "invalid_uri", "must be an absolute URI without a fragment");
        }
    }

    private static boolean isAbsolute(String text) {
        URI uri = parse(text);
        return uri != null && uri.isAbsolute() && uri.getRawFragment() == null;
    }

    private static @Nullable URI parse(String text) {
        if (text.length() > URI_LIMIT || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            return null;
        }
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    private static void oneOf(Findings findings, String field, @Nullable String value, List<String> allowed) {
        findings.require(
                value == null || allowed.contains(value),
                field,
                "unsupported",
                "must be one of " + String.join(", ", allowed));
    }
}

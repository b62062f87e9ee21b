package com.prysmid.tenant.crypto;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A token taken apart, believed in nothing yet (RFC 7515 section 3.1).
 *
 * @param header the header's members
 * @param signingInput header and payload as they were signed, with the dot
 * @param payload the middle part, still encoded
 * @param signature the last part, still encoded, in its only spelling
 */
record CompactJws(Map<String, Object> header, String signingInput, String payload, String signature) {

    /** Far above any token made here; a longer text is refused before it is decoded. */
    static final int MAX_CHARACTERS = 16_384;

    static Optional<CompactJws> parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > MAX_CHARACTERS || first < 1 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return Optional.empty();
        }
        String signature = token.substring(second + 1);
        return decode(signature)
                // The spare bits of the last character are not signed: without this, one token would have several
                // spellings.
                .filter(bytes -> bytes.length > 0 && encode(bytes).equals(signature))
                .flatMap(bytes -> decode(token.substring(0, first)))
                .flatMap(ClaimsJson::parse)
                // RFC 7515 section 4.1.11: what must be understood and is not makes the token invalid; nothing is,
                // here.
                .filter(header -> !header.containsKey("crit") && !header.containsKey("b64"))
                .map(header -> new CompactJws(
                        header, token.substring(0, second), token.substring(first + 1, second), signature));
    }

    /** The claims, readable only if the payload is a JSON object. */
    Optional<Claims> claims() {
        return decode(payload).flatMap(ClaimsJson::parse).map(Claims::new);
    }

    Optional<SigningAlgorithm> algorithm() {
        return text("alg").flatMap(SigningAlgorithm::named);
    }

    Optional<String> text(String member) {
        return header.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<byte[]> decode(String base64Url) {
        try {
            return base64Url.indexOf('=') >= 0
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(base64Url));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

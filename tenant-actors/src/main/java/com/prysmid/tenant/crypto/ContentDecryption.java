package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens what was encrypted to one of our keys, in compact form (RFC 7516 section 3.1). The key is looked up among our own by kid, and
 * the key alone says which {@code alg} headers count; the algorithms are those of {@link ContentEncryption}. What is inside is believed in nothing yet: anybody can encrypt to us.
 */
public final class ContentDecryption {

    /** A signed request object of the greatest size that is read, encrypted; a longer text is refused before it is decoded. */
    private static final int MAX_CHARACTERS = 32_768;

    private static final int MAX_HEADER_CHARACTERS = 4_096;

    private ContentDecryption() {}

    /** A value, not an exception: being refused is what foreign texts are for. */
    public sealed interface Outcome {

        /** @param content not verified in any way */
        record Decrypted(String content) implements Outcome {
            @Override
            public String toString() {
                return "Decrypted[redacted]";
            }
        }

        record Refused(Refusal reason) implements Outcome {}
    }

    /** For logs; whoever sent it hears that it cannot be decrypted. */
    public enum Refusal {
        MALFORMED,
        UNKNOWN_KEY,
        /** An {@code alg} that is not the key's, or an {@code enc} that is not spoken here. */
        WRONG_ALGORITHM,
        UNDECIPHERABLE
    }

    /** Whether a text has the five parts of a JWE; a JWS has three (RFC 7516 section 9). */
    public static boolean looksEncrypted(String text) {
        return text.chars().filter(c -> c == '.').count() == 4;
    }

    /** @param keys our keys for decryption by kid; asked only with a kid of 1–64 characters */
    public static Outcome decrypt(String jwe, Function<String, Optional<DecryptionKey>> keys) {
        int end = jwe.indexOf('.');
        if (jwe.length() > MAX_CHARACTERS || !looksEncrypted(jwe) || end > MAX_HEADER_CHARACTERS) {
            return new Outcome.Refused(Refusal.MALFORMED);
        }
        Optional<Map<String, Object>> parsed = header(jwe.substring(0, end));
        // zip: a small text would become a large one (RFC 8725 section 3.6). crit: nothing in it would be understood.
        if (parsed.isEmpty() || parsed.get().containsKey("zip") || parsed.get().containsKey("crit")) {
            return new Outcome.Refused(Refusal.MALFORMED);
        }
        Map<String, Object> header = parsed.get();
        Optional<DecryptionKey> key = text(header, "kid")
                .filter(kid -> !kid.isEmpty() && kid.length() <= 64)
                .flatMap(keys);
        if (key.isEmpty()) {
            return new Outcome.Refused(Refusal.UNKNOWN_KEY);
        }
        if (text(header, "alg").filter(key.get().algorithm()::takes).isEmpty()
                || text(header, "enc")
                        .filter(ContentEncryption.CONTENT_ALGORITHMS::contains)
                        .isEmpty()) {
            return new Outcome.Refused(Refusal.WRONG_ALGORITHM);
        }
        return key.get()
                .open(jwe)
                .flatMap(ContentDecryption::utf8)
                .<Outcome>map(Outcome.Decrypted::new)
                .orElseGet(() -> new Outcome.Refused(Refusal.UNDECIPHERABLE));
    }

    private static Optional<Map<String, Object>> header(String base64Url) {
        try {
            return ClaimsJson.parse(Base64.getUrlDecoder().decode(base64Url));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<String, Object> header, String member) {
        return header.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> utf8(byte[] content) {
        try {
            return Optional.of(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}

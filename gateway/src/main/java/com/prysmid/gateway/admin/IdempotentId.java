package com.prysmid.gateway.admin;

import com.prysmid.tenant.protocol.Slug;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The id that a creation with an {@code Idempotency-Key} gives to the new object. The same caller with the same key names the
 * same object, so that the entity, which answers the same creation the same way, remembers for us.
 */
final class IdempotentId {
    private static final int BYTES = 16;

    private IdempotentId() {}

    /**
     * 128 bits in lower-case hex.
     *
     * @param collection where it is created, such as {@code /projects/p1/apps}: one key may be used once in each
     * @param caller     type and id of who creates: keys of two callers never meet
     */
    static String of(Slug slug, String collection, String caller, String key) {
        MessageDigest digest = sha256();
        for (String part : List.of(slug.value(), collection, caller, key)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length goes before each part, or two different lists of parts could read alike.
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

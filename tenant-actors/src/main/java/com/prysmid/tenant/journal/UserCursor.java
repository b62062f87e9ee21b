package com.prysmid.tenant.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of users ended. */
record UserCursor(Instant createdAt, String userId) {
    static final UserCursor START = new UserCursor(Instant.EPOCH, "");

    String format() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAt + " " + userId).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException for text of another origin */
    static UserCursor parse(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int blank = plain.indexOf(' ');
        try {
            return new UserCursor(Instant.parse(plain.substring(0, Math.max(blank, 0))), plain.substring(blank + 1));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no cursor of this list", e);
        }
    }
}

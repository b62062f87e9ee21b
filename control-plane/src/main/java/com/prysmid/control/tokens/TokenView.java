package com.prysmid.control.tokens;

import com.prysmid.control.value.DisplayName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the API shows it.
 *
 * @param createdBy the id of the token that asked for it, or {@code bootstrap}
 * @param lastUsedAt while the control plane runs, exactly; after its restart, up to {@link ApiTokens#NOTED_EVERY} too early. Null: never
 */
public record TokenView(
        String id,
        DisplayName name,
        Instant createdAt,
        String createdBy,
        TokenRights rights,
        @Nullable Instant lastUsedAt) {

    TokenView usedAt(@Nullable Instant at) {
        return at == null ? this : new TokenView(id, name, createdAt, createdBy, rights, at);
    }
}

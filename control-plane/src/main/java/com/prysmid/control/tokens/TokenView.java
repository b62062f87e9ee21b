package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the API shows it.
 *
 * @param createdBy the id of the member or token that asked for it, or {@code bootstrap}
 * @param lastUsedAt while the control plane runs, exactly; after its restart, up to {@link ApiTokens#NOTED_EVERY} too early. Null: never
 * @param accountId the account whose workspaces it reaches; null: all
 */
public record TokenView(
        String id,
        DisplayName name,
        Instant createdAt,
        String createdBy,
        TokenRights rights,
        @Nullable Instant lastUsedAt,
        @Nullable AccountId accountId) {

    TokenView usedAt(@Nullable Instant at) {
        return at == null ? this : new TokenView(id, name, createdAt, createdBy, rights, at, accountId);
    }
}

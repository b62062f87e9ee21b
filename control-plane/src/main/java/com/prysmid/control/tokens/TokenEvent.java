package com.prysmid.control.tokens;

import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts of the API tokens. */
public sealed interface TokenEvent {
    /**
     * A token was made.
     *
     * @param by the id of the token that asked for it, or {@code bootstrap}
     * @param digest of the token; the token itself is stored nowhere
     * @param idempotencyKey digest of the acting token's id and the {@code Idempotency-Key} header, if there was one
     */
    record Created(
            Instant at,
            String by,
            String tokenId,
            DisplayName name,
            Sha256 digest,
            @Nullable Sha256 idempotencyKey) implements TokenEvent {}

    /** A token ceased to be valid. */
    record Deleted(Instant at, String by, String tokenId) implements TokenEvent {}
}

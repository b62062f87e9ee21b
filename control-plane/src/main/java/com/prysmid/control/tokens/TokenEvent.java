package com.prysmid.control.tokens;

import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts of the API tokens. */
public sealed interface TokenEvent extends ControlEvent {
    /**
     * A token was made.
     *
     * @param digest of the token; the token itself is stored nowhere
     * @param idempotencyKey digest of the acting token's id and the {@code Idempotency-Key} header, if there was one
     */
    record Created(
            Instant at,
            Provenance by,
            String tokenId,
            DisplayName name,
            Sha256 digest,
            @Nullable Sha256 idempotencyKey) implements TokenEvent {}

    /** A token ceased to be valid. */
    record Deleted(Instant at, Provenance by, String tokenId) implements TokenEvent {}
}

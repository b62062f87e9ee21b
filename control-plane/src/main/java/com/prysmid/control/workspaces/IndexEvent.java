package com.prysmid.control.workspaces;

import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts of the one list of workspaces. */
public sealed interface IndexEvent extends ControlEvent {
    /**
     * A slug is about to be asked for. Written before the lifecycle's first event, so a listed slug may have no lifecycle, but no
     * lifecycle is ever without a listed slug.
     *
     * @param idempotencyKey digest of the acting token's id and the {@code Idempotency-Key} header, if there was one
     * @param fingerprint of the request
     */
    record Listed(
            Instant at, Provenance by, Slug slug, @Nullable Sha256 idempotencyKey, Sha256 fingerprint)
            implements IndexEvent {}

    /** Provisioning of this slug has ended: it need not be woken any more. */
    record Settled(Instant at, Provenance by, Slug slug) implements IndexEvent {}
}

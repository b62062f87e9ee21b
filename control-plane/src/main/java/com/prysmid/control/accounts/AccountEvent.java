package com.prysmid.control.accounts;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts of one customer's account. */
public sealed interface AccountEvent extends ControlEvent {
    /** Which account's. */
    AccountId accountId();

    /** A customer began, with one owner. */
    record Opened(Instant at, Provenance by, AccountId accountId, DisplayName name, MemberId owner)
            implements AccountEvent {}

    /**
     * Somebody was invited.
     *
     * @param digest of the token, which is stored nowhere
     * @param address keyed hash of the invited address: see {@link Address#under}
     * @param idempotencyKey digest of the acting one's id and the {@code Idempotency-Key} header, if there was one
     */
    record Invited(
            Instant at,
            Provenance by,
            AccountId accountId,
            String invitationId,
            Role role,
            Sha256 digest,
            Sha256 address,
            Instant expiresAt,
            @Nullable Sha256 idempotencyKey)
            implements AccountEvent {}

    /** An invitation will not be accepted any more. */
    record InvitationWithdrawn(Instant at, Provenance by, AccountId accountId, String invitationId)
            implements AccountEvent {}

    /** The invited person accepted, which used the invitation up. */
    record Joined(Instant at, Provenance by, AccountId accountId, String invitationId, MemberId member, Role role)
            implements AccountEvent {}

    /** A member may do more or less than before. */
    record RoleChanged(Instant at, Provenance by, AccountId accountId, MemberId member, Role before, Role role)
            implements AccountEvent {}

    /** A member left, or was removed. */
    record Left(Instant at, Provenance by, AccountId accountId, MemberId member, Role before) implements AccountEvent {}
}

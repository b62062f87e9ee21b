package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sign-up that nobody completes does not keep a login name, and what was told of a person, for ever. Whoever was invited
 * stays until an admin says otherwise.
 */
public final class SignUpExpiry {
    /** After the last link ended: who comes back after a week's holiday still has another one mailed. */
    static final Duration KEPT = Duration.ofDays(7);

    /** By whom, in the audit journal. */
    public static final Act ACT = Act.bySystem("sign-up-expiry");

    private SignUpExpiry() {}

    /** When this account goes by itself; empty for one that is no sign-up, or no longer. */
    static Optional<Instant> endsAt(UserState state) {
        return TicketDecisions.isOwnSignUp(state)
                        && state.tickets().find(TicketPurpose.INVITATION).isEmpty()
                ? state.tickets()
                        .find(TicketPurpose.SIGN_UP)
                        .map(link -> link.expiresAt().plus(KEPT))
                : Optional.empty();
    }

    /** What to write now; empty where it is not time yet. Nothing is erased that still waits to be mailed. */
    public static List<UserEvent> expire(UserState state, Instant now) {
        boolean over = endsAt(state).filter(end -> !now.isBefore(end)).isPresent();
        return over && state.deliveries().byId().isEmpty() ? List.of(new AccountEvent.Deleted()) : List.of();
    }

    /** What makes the outbox forget a sign-up that ended with these events, one way or another; empty for anything else. */
    static Optional<UserEvent> forgotten(UserState before, List<UserEvent> events, Instant now) {
        if (endsAt(before).isEmpty()) {
            return Optional.empty();
        }
        UserState after = before;
        for (UserEvent event : events) {
            after = after.apply(new Recorded<>(now, ACT, event));
        }
        return after.exists() && endsAt(after).isEmpty()
                ? Optional.of(
                        new DeliveryEvent.DueChanged(after.deliveries().due().orElse(null)))
                : Optional.empty();
    }
}

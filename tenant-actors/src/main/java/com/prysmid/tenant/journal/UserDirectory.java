package com.prysmid.tenant.journal;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a user's events do to the directory. */
final class UserDirectory {
    private static final String PENDING = name(UserStatus.PENDING);
    private static final String ACTIVE = name(UserStatus.ACTIVE);

    private UserDirectory() {}

    static List<DirectoryChange> changes(
            String persistenceId, long sequenceNr, String userId, Instant at, UserEvent event) {
        return switch (event) {
            case AccountEvent.Created e ->
                List.of(new DirectoryChange.Added(userId, e.profile(), name(e.status()), at));
            case AccountEvent.SignUpBegun e ->
                List.of(
                        e.again()
                                ? new DirectoryChange.ProfileChanged(userId, e.profile(), at)
                                : new DirectoryChange.Added(userId, e.profile(), PENDING, at));
            case AccountEvent.EmailVerified e -> List.of(new DirectoryChange.ProfileChanged(userId, e.profile(), at));
            case AccountEvent.Registered e -> List.of(new DirectoryChange.StateChanged(userId, ACTIVE, at));
            case AccountEvent.Updated e -> List.of(new DirectoryChange.ProfileChanged(userId, e.profile(), at));
            case AccountEvent.StatusChanged e ->
                List.of(new DirectoryChange.StateChanged(userId, name(e.status()), at));
            case AccountEvent.Deleted e -> List.of(new DirectoryChange.Erased(userId, persistenceId, sequenceNr));
            case AccountEvent.PasswordChanged e -> List.of(new DirectoryChange.Touched(userId, at));
            case AccountEvent.PasswordRehashed e -> List.of();
            case AccountEvent.GrantChanged e -> List.of();
            case SessionEvent e -> List.of();
            case TicketEvent e -> List.of();
            case FactorEvent e -> List.of();
            case GrantEvent e -> List.of();
            case ConsentEvent e -> List.of();
            case CibaEvent e -> List.of();
            case DeliveryEvent.Cleared e -> List.of(new DirectoryChange.Erased(userId, persistenceId, sequenceNr));
            case IdentityEvent.Linked e -> List.of(new DirectoryChange.IdentityLinked(userId, e.idpId(), e.subject()));
            case IdentityEvent.Unlinked e ->
                List.of(new DirectoryChange.IdentityUnlinked(userId, e.idpId(), e.subject()));
            case PasskeyEvent e -> List.of();
            case DeliveryEvent e -> List.of(new DirectoryChange.DeliveriesDue(userId, e.due()));
        };
    }

    private static String name(UserStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

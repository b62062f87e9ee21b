package com.prysmid.tenant.journal;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.journal.DomainProjection.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a user's events stand in the audit journal. */
final class UserAudit {
    private UserAudit() {}

    /** @param appId where the event itself knows better than its circumstances */
    record UserEntry(Entry what, @Nullable String appId) {}

    static Optional<UserEntry> entry(String userId, UserEvent event) {
        return switch (event) {
            // The password is the same: no act of anybody.
            case AccountEvent.PasswordRehashed e -> Optional.empty();
            case AccountEvent e -> Optional.of(new UserEntry(account(userId, e), null));
            case SessionEvent e -> Optional.of(new UserEntry(session(userId, e), null));
            case FactorEvent e -> FactorAudit.entry(userId, e).map(entry -> new UserEntry(entry, null));
            case GrantEvent e -> grant(userId, e);
            case ConsentEvent.Given e ->
                Optional.of(new UserEntry(
                        Entry.success("user.consent_given", "user", userId, Map.of("scopes", List.copyOf(e.scopes()))),
                        e.clientId()));
            case ConsentEvent.Withdrawn e ->
                Optional.of(new UserEntry(user("user.consent_withdrawn", userId), e.clientId()));
            case CibaEvent e -> Optional.of(new UserEntry(ciba(userId, e), e.clientId()));
            case IdentityEvent.Linked e ->
                Optional.of(new UserEntry(
                        Entry.success("user.identity_linked", "user", userId, Map.of("idp_id", e.idpId())), null));
            case IdentityEvent.Unlinked e ->
                Optional.of(new UserEntry(
                        Entry.success("user.identity_unlinked", "user", userId, Map.of("idp_id", e.idpId())), null));
            case PasskeyEvent e -> passkey(userId, e).map(entry -> new UserEntry(entry, null));
            case TicketEvent e -> Optional.of(new UserEntry(ticket(userId, e), null));
            case DeliveryEvent e -> delivery(userId, e);
        };
    }

    private static Entry account(String userId, AccountEvent event) {
        return switch (event) {
            case AccountEvent.Created e -> user("user.created", userId);
            case AccountEvent.SignUpBegun e ->
                Entry.success("user.sign_up_begun", "user", userId, Map.of("again", e.again()));
            case AccountEvent.EmailVerified e -> user("user.email_verified", userId);
            case AccountEvent.Registered e ->
                Entry.success(
                        "user.registered",
                        "user",
                        userId,
                        Map.of("by", e.by().name().toLowerCase(Locale.ROOT)));
            case AccountEvent.Updated e ->
                Entry.success("user.updated", "user", userId, Map.of("changed", e.changed()));
            case AccountEvent.PasswordChanged e -> user("user.password_changed", userId);
            case AccountEvent.PasswordRehashed e -> user("user.password_rehashed", userId);
            case AccountEvent.StatusChanged e ->
                user(
                        switch (e.change()) {
                            case LOCK -> "user.locked";
                            case UNLOCK -> "user.unlocked";
                            case DEACTIVATE -> "user.deactivated";
                            case REACTIVATE -> "user.reactivated";
                        },
                        userId);
            case AccountEvent.Deleted e -> user("user.deleted", userId);
            case AccountEvent.GrantChanged e ->
                Entry.success(
                        "user.grant_changed", "user", userId, Map.of("project_id", e.projectId(), "roles", e.roles()));
        };
    }

    private static Entry ticket(String userId, TicketEvent event) {
        String type = switch (event.purpose()) {
            case INVITATION -> "user.invited";
            case SIGN_UP -> "user.sign_up_requested";
            case EMAIL_VERIFICATION -> "user.email_verification_requested";
            case EMAIL_CHANGE -> "user.email_change_requested";
            case PASSWORD_RESET -> "user.password_reset_requested";
        };
        return switch (event) {
            case TicketEvent.Issued e -> user(type, userId);
            case TicketEvent.Withheld e -> Entry.failure(type, "user", userId, Map.of("reason", e.reason()));
            case TicketEvent.SignUpRepeated e ->
                Entry.failure(type, "user", userId, Map.of("reason", "already_registered"));
        };
    }

    private static Entry ciba(String userId, CibaEvent event) {
        String type = switch (event) {
            case CibaEvent.Requested e -> "ciba.requested";
            case CibaEvent.Approved e -> "ciba.approved";
            case CibaEvent.Denied e -> "ciba.denied";
        };
        return Entry.success(type, "user", userId, Map.of("request_id", event.requestId()));
    }

    private static Optional<Entry> passkey(String userId, PasskeyEvent event) {
        return switch (event) {
            case PasskeyEvent.Added e ->
                Optional.of(Entry.success(
                        "user.factor_added",
                        "user",
                        userId,
                        Map.of("kind", "passkey", "factor_id", e.passkeyId(), "aaguid", e.aaguid())));
            // Told by what came of it.
            case PasskeyEvent.Used e -> Optional.empty();
            case PasskeyEvent.Refused e ->
                Optional.of(Entry.failure(
                        "user.sign_in_failed",
                        "user",
                        userId,
                        e.passkeyId() == null
                                ? Map.of("reason", e.reason(), "kind", "passkey")
                                : Map.of("reason", e.reason(), "kind", "passkey", "factor_id", e.passkeyId())));
            case PasskeyEvent.Renamed e ->
                Optional.of(Entry.success(
                        "user.factor_renamed", "user", userId, Map.of("kind", "passkey", "factor_id", e.passkeyId())));
            case PasskeyEvent.Removed e ->
                Optional.of(Entry.success(
                        "user.factor_removed", "user", userId, Map.of("kind", "passkey", "factor_id", e.passkeyId())));
        };
    }

    private static Entry session(String userId, SessionEvent event) {
        return switch (event) {
            case SessionEvent.SignedIn e ->
                Entry.success("user.signed_in", "user", userId, Map.of("session_id", e.sid(), "amr", e.amr()));
            case SessionEvent.Pending e ->
                Entry.success(
                        "user.sign_in_pending",
                        "user",
                        userId,
                        Map.of("amr", e.amr(), "step", e.step().name().toLowerCase(Locale.ROOT)));
            case SessionEvent.SignInFailed e ->
                Entry.failure(
                        "user.sign_in_failed",
                        "user",
                        userId,
                        Map.of("reason", e.reason(), "locked_out", e.lockedOutUntil() != null));
            case SessionEvent.SignedOut e ->
                Entry.success("user.signed_out", "user", userId, Map.of("session_id", e.sid()));
            case SessionEvent.Revoked e ->
                Entry.success("session.revoked", "user", userId, Map.of("session_id", e.sid()));
        };
    }

    private static Optional<UserEntry> grant(String userId, GrantEvent event) {
        return switch (event) {
            // Steps of a sign-in that is told already; they are in the journal, but are no act of a person.
            case GrantEvent.CodeIssued e -> Optional.empty();
            case GrantEvent.CodeRedeemed e -> Optional.empty();
            case GrantEvent.RefreshRotated e -> Optional.empty();
            case GrantEvent.CodeReplayed e ->
                Optional.of(new UserEntry(
                        Entry.failure("authorization_code.reused", "user", userId, Map.of("family_id", e.familyId())),
                        e.clientId()));
            case GrantEvent.RefreshReused e ->
                Optional.of(new UserEntry(
                        Entry.failure("refresh_token.reused", "user", userId, Map.of("family_id", e.familyId())),
                        e.clientId()));
            case GrantEvent.TokenExchanged e ->
                Optional.of(new UserEntry(
                        Entry.success(
                                "token.exchanged",
                                "user",
                                userId,
                                Map.of(
                                        "family_id", e.familyId(),
                                        "token_id", e.jti(),
                                        "actors", e.actors(),
                                        "scope", String.join(" ", e.scopes()))),
                        e.clientId()));
            case GrantEvent.FamilyRevoked e ->
                Optional.of(new UserEntry(
                        Entry.success("token.revoked", "user", userId, Map.of("family_id", e.familyId())),
                        e.clientId()));
            case GrantEvent.AccessTokenRevoked e ->
                Optional.of(new UserEntry(
                        Entry.success(
                                "token.revoked",
                                "user",
                                userId,
                                Map.of("family_id", e.familyId(), "token_id", e.jti())),
                        null));
        };
    }

    private static Optional<UserEntry> delivery(String userId, DeliveryEvent event) {
        return switch (event) {
            // Told by what it follows from.
            case DeliveryEvent.Queued e -> Optional.empty();
            // Told when it is settled, one way or the other.
            case DeliveryEvent.Postponed e -> Optional.empty();
            case DeliveryEvent.Settled e -> settled(userId, e);
            // Told by the user's deletion.
            case DeliveryEvent.Cleared e -> Optional.empty();
            case DeliveryEvent.DueChanged e -> Optional.empty();
        };
    }

    /** A mail is told by its kind and not by its address. */
    private static Optional<UserEntry> settled(String userId, DeliveryEvent.Settled event) {
        String what = switch (event.message()) {
            case Outgoing.Mail mail -> "mail";
            case Outgoing.CibaPing ping -> "ciba_ping";
            case Outgoing.BackchannelLogout logout -> "backchannel_logout";
        };
        Map<String, Object> details = new TreeMap<>(Map.of("attempts", event.attempts()));
        if (event.message() instanceof Outgoing.Mail mail) {
            details.put("mail", mail.purpose().name().toLowerCase(Locale.ROOT));
        }
        String app = event.message() instanceof Outgoing.ToApp toApp ? toApp.clientId() : null;
        return switch (event.ending()) {
            case DELIVERED ->
                Optional.of(new UserEntry(Entry.success(what + ".delivered", "user", userId, details), app));
            case REFUSED, GIVEN_UP -> {
                details.put("reason", String.valueOf(event.reason()));
                yield Optional.of(new UserEntry(Entry.failure(what + ".undelivered", "user", userId, details), app));
            }
            case UNWANTED -> Optional.empty();
        };
    }

    private static Entry user(String type, String userId) {
        return Entry.success(type, "user", userId);
    }
}

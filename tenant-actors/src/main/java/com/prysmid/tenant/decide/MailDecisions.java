package com.prysmid.tenant.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.Outgoing.Mail;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are mailed. A decision adds the event that {@link #notice} or {@link #secret} makes to its own, at any place
 * among them: so neither is without the other.
 */
public final class MailDecisions {
    /** A mail server may be down over a weekend, and news of an account are news on Monday. */
    private static final Duration NEWS = Duration.ofDays(3);

    private static final Duration LOCKS_TOLD = Duration.ofDays(1);

    private MailDecisions() {}

    /** @param locale BCP 47; null: as the workspace prefers */
    public record Addressee(String address, @Nullable String locale) {
        /** Another address of the same person. */
        public static Addressee at(String address, UserProfile profile) {
            return new Addressee(address, profile.locale());
        }

        @Override
        public String toString() {
            return "Addressee[redacted]";
        }
    }

    /** The address that the account is known to own; empty where none is proven. */
    public static Optional<Addressee> proven(@Nullable Account account) {
        return Optional.ofNullable(account)
                .map(Account::profile)
                .filter(UserProfile::emailVerified)
                .filter(profile -> profile.email() != null)
                .map(profile -> Addressee.at(profile.email(), profile));
    }

    /**
     * A mail without a secret.
     *
     * @param parameters what the text of this kind names, see the {@code mail_*.properties}; they arrive as they are
     */
    public static DeliveryEvent.Queued notice(
            MailKind kind, Addressee to, Map<String, String> parameters, Instant now) {
        return queued(new Mail(kind, to.address(), to.locale(), parameters, null, now.plus(NEWS)), now);
    }

    /**
     * A mail with a link or a code.
     *
     * @param secret     the link's token, of characters that a query takes as they are, or the code; waits sealed for its
     *                   turn, so that the journal holds nothing that anybody could use
     * @param validUntil when the secret ends: there is no use in mailing it later
     */
    public static DeliveryEvent.Queued secret(
            MailKind kind,
            UserId user,
            Addressee to,
            Map<String, String> parameters,
            Secret secret,
            WorkspaceSeal seal,
            Instant validUntil,
            Instant now) {
        String sealed = seal.seal(secret.reveal().getBytes(UTF_8), context(user, kind, to.address()))
                .base64Url();
        return queued(new Mail(kind, to.address(), to.locale(), parameters, sealed, validUntil), now);
    }

    /** The secret of a mail whose turn has come; null where it has none. */
    public static @Nullable Secret open(Mail mail, UserId user, WorkspaceSeal seal) {
        return mail.sealedSecret() == null
                ? null
                : new Secret(new String(
                        seal.open(new SealedKey(mail.sealedSecret()), context(user, mail.purpose(), mail.address())),
                        UTF_8));
    }

    /** What people are told of whatever leads to it, by themselves, by an admin or by a program. */
    static List<DeliveryEvent.Queued> following(UserState before, UserEvent event, Instant now) {
        Account account = before.account();
        if (account == null || account.status() == UserStatus.PENDING) {
            return List.of();
        }
        MailKind kind = switch (event) {
            case AccountEvent e -> told(account, e);
            case SessionEvent.SignInFailed e -> told(before, e, now);
            case PasskeyEvent.Added e -> MailKind.FACTOR_ADDED;
            case PasskeyEvent.Removed e -> MailKind.FACTOR_REMOVED;
            case PasskeyEvent e -> null;
            case SessionEvent e -> null;
            case FactorEvent e -> null;
            case GrantEvent e -> null;
            case ConsentEvent e -> null;
            case CibaEvent e -> null;
            case IdentityEvent e -> told(before, e);
            case TicketEvent e -> null;
            case DeliveryEvent e -> null;
        };
        return kind == null
                ? List.of()
                : proven(account).map(to -> notice(kind, to, parameters(event), now)).stream()
                        .toList();
    }

    private static Map<String, String> parameters(UserEvent event) {
        return event instanceof PasskeyEvent ? Map.of("factor", "passkey") : Map.of();
    }

    private static @Nullable MailKind told(Account account, AccountEvent event) {
        return switch (event) {
            case AccountEvent.PasswordChanged e -> account.passwordHash() == null ? null : MailKind.PASSWORD_CHANGED;
            case AccountEvent.Updated e ->
                Objects.equals(e.profile().email(), account.profile().email()) ? null : MailKind.EMAIL_CHANGED;
            case AccountEvent.Deleted e -> MailKind.ACCOUNT_DELETED;
            case AccountEvent.Created e -> null;
            case AccountEvent.StatusChanged e -> null;
            case AccountEvent.GrantChanged e -> null;
            case AccountEvent.PasswordRehashed e -> null;
            case AccountEvent.SignUpBegun e -> null;
            case AccountEvent.EmailVerified e -> null;
            case AccountEvent.Registered e -> null;
        };
    }

    private static @Nullable MailKind told(UserState before, IdentityEvent event) {
        return switch (event) {
            case IdentityEvent.Linked e ->
                before.identities().find(e.idpId(), e.subject()).isPresent() ? null : MailKind.IDENTITY_LINKED;
            case IdentityEvent.Unlinked e -> MailKind.IDENTITY_UNLINKED;
        };
    }

    /** Once a day at most: whoever guesses at somebody's password must not fill their mailbox. */
    private static @Nullable MailKind told(UserState before, SessionEvent.SignInFailed event, Instant now) {
        Instant last = before.guesses().lastLockOut();
        boolean news = last == null || last.plus(LOCKS_TOLD).isBefore(now);
        // Who has no password, or may not sign in, is kept from nothing.
        boolean matters = event.lockedOutUntil() != null && event.reason().equals("wrong_password");
        return matters && news ? MailKind.ACCOUNT_LOCKED : null;
    }

    /** Of one kind in one moment, one is enough; so nobody is told the same twice by two rules. */
    private static DeliveryEvent.Queued queued(Mail mail, Instant now) {
        String id = "mail." + mail.purpose().name().toLowerCase(Locale.ROOT) + "." + now;
        return new DeliveryEvent.Queued(List.of(new DeliveryEvent.Item(id, mail)), now);
    }

    /** No id and no kind holds a bar. */
    private static String context(UserId user, MailKind kind, String address) {
        return "mail|" + user.value() + "|" + kind.name().toLowerCase(Locale.ROOT) + "|" + address;
    }
}

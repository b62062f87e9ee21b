package com.prysmid.control.audit;

import com.prysmid.control.accounts.AccountEvent;
import com.prysmid.control.console.ConsoleEvent;
import com.prysmid.control.sessions.SessionEvent;
import com.prysmid.control.tokens.TokenEvent;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.IndexEvent;
import com.prysmid.control.workspaces.LifecycleEvent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the audit journal says of an event: the one place. A test holds it against every event that has a wire name, so a new one is
 * either said here or left out here.
 */
public final class AuditWords {
    private AuditWords() {}

    /**
     * What surrounds an event.
     *
     * @param workspace the slug, where the event is a workspace's
     * @param accountId the owner's, where that is known
     * @param change what the event changed in the workspace, as its reader saw it
     */
    public record Context(
            @Nullable String workspace, @Nullable String accountId, Change change) {
        public static Context none() {
            return new Context(null, null, Change.none());
        }

        /** An act within this account, if within one. */
        public static Context of(@Nullable AccountId account) {
            return new Context(null, account == null ? null : account.text(), Change.none());
        }
    }

    /** The entry of this event; empty where the event is only the program's own bookkeeping. */
    public static Optional<AuditEntry> of(AuditEntry.Source source, ControlEvent event, Context context) {
        return switch (event) {
            case LifecycleEvent lifecycle ->
                Optional.of(entry(
                        source,
                        event,
                        context,
                        lifecycle(lifecycle),
                        new AuditEntry.Target("workspace", String.valueOf(context.workspace())),
                        change(lifecycle, context.change())));
            case TokenEvent token -> token(source, token, context);
            case AccountEvent account -> Optional.of(account(source, account, context));
            case SessionEvent session -> session(source, session, context);
            case ConsoleEvent console -> Optional.of(console(source, console, context));
            // The list is written beside every lifecycle, whose own facts say the same.
            case IndexEvent index -> Optional.empty();
            default -> Optional.of(unspoken(source, event, context));
        };
    }

    /** The type of an event that nobody has put into words: seen, and not lost, but a test forbids it. */
    static final String UNSPOKEN = "control.event";

    private static AuditEntry unspoken(AuditEntry.Source source, ControlEvent event, Context context) {
        return entry(
                source,
                event,
                context,
                UNSPOKEN,
                new AuditEntry.Target("entity", source.persistenceId()),
                Change.none());
    }

    private static String lifecycle(LifecycleEvent event) {
        return switch (event) {
            case LifecycleEvent.Requested e -> "workspace.created";
            case LifecycleEvent.SchemaReady e -> "workspace.schema_ready";
            case LifecycleEvent.KeysReady e -> "workspace.keys_ready";
            case LifecycleEvent.ServiceAccountKeyMade e -> "workspace.service_account_key_made";
            case LifecycleEvent.ServiceAccountSet e -> "workspace.service_account_set";
            case LifecycleEvent.ServiceAccountKeySealedAgain e -> "workspace.service_account_key_sealed_again";
            case LifecycleEvent.ServiceAccountKeyLost e -> "workspace.service_account_key_lost";
            case LifecycleEvent.Activated e -> "workspace.activated";
            case LifecycleEvent.Suspended e -> "workspace.suspended";
            case LifecycleEvent.Resumed e -> "workspace.resumed";
            case LifecycleEvent.Failed e -> "workspace.failed";
        };
    }

    private static Change change(LifecycleEvent event, Change change) {
        return switch (event) {
            case LifecycleEvent.Failed e -> and(change, "step", e.step().wire(), "code", e.code());
            case LifecycleEvent.ServiceAccountKeyMade e ->
                and(change, "key_id", e.key().keyId());
            case LifecycleEvent.ServiceAccountSet e -> and(change, "key_id", e.keyId());
            case LifecycleEvent.ServiceAccountKeySealedAgain e -> and(change, "key_id", e.keyId());
            case LifecycleEvent.ServiceAccountKeyLost e -> and(change, "key_id", e.keyId(), "reason", e.reason());
            case LifecycleEvent.Requested e -> change;
            case LifecycleEvent.SchemaReady e -> change;
            case LifecycleEvent.KeysReady e -> change;
            case LifecycleEvent.Activated e -> change;
            case LifecycleEvent.Suspended e -> change;
            case LifecycleEvent.Resumed e -> change;
        };
    }

    private static Change and(Change change, Object... more) {
        return new Change(change.before(), plus(change.after(), more));
    }

    private static Optional<AuditEntry> token(AuditEntry.Source source, TokenEvent event, Context context) {
        return switch (event) {
            case TokenEvent.Created e ->
                Optional.of(entry(
                        source,
                        e,
                        context,
                        "token.created",
                        new AuditEntry.Target("token", e.tokenId()),
                        Change.made(made(e))));
            case TokenEvent.Deleted e ->
                Optional.of(entry(
                        source,
                        e,
                        context,
                        "token.deleted",
                        new AuditEntry.Target("token", e.tokenId()),
                        Change.none()));
            // What it was used for says more.
            case TokenEvent.Used e -> Optional.empty();
        };
    }

    private static AuditEntry account(AuditEntry.Source source, AccountEvent event, Context context) {
        return switch (event) {
            case AccountEvent.Opened e ->
                entry(
                        source,
                        e,
                        context,
                        "account.opened",
                        new AuditEntry.Target("account", e.accountId().text()),
                        Change.made(Map.of(
                                "name", e.name().text(), "owner", e.owner().text())));
            case AccountEvent.Invited e ->
                entry(
                        source,
                        e,
                        context,
                        "member.invited",
                        new AuditEntry.Target("invitation", e.invitationId()),
                        Change.made(Map.of(
                                "role",
                                e.role().wire(),
                                "expires_at",
                                e.expiresAt().toString())));
            case AccountEvent.InvitationWithdrawn e ->
                entry(
                        source,
                        e,
                        context,
                        "invitation.withdrawn",
                        new AuditEntry.Target("invitation", e.invitationId()),
                        Change.none());
            case AccountEvent.Joined e ->
                entry(
                        source,
                        e,
                        context,
                        "member.joined",
                        member(e.member()),
                        Change.made(Map.of("role", e.role().wire(), "invitation", e.invitationId())));
            case AccountEvent.RoleChanged e ->
                entry(
                        source,
                        e,
                        context,
                        "member.role_changed",
                        member(e.member()),
                        new Change(
                                Map.of("role", e.before().wire()),
                                Map.of("role", e.role().wire())));
            case AccountEvent.Left e ->
                entry(
                        source,
                        e,
                        context,
                        "member.left",
                        member(e.member()),
                        new Change(Map.of("role", e.before().wire()), Map.of()));
        };
    }

    private static Optional<AuditEntry> session(AuditEntry.Source source, SessionEvent event, Context context) {
        return switch (event) {
            case SessionEvent.SignedIn e ->
                Optional.of(entry(source, e, context, "member.signed_in", member(e.member()), Change.none()));
            case SessionEvent.SignedOut e ->
                Optional.of(entry(source, e, context, "member.signed_out", member(e.member()), Change.none()));
            // What it was used for says more.
            case SessionEvent.Used e -> Optional.empty();
        };
    }

    private static AuditEntry console(AuditEntry.Source source, ConsoleEvent event, Context context) {
        return switch (event) {
            case ConsoleEvent.KeysSealed e ->
                entry(
                        source,
                        e,
                        context,
                        "console.keys_sealed",
                        new AuditEntry.Target("workspace", Slug.CONSOLE.text()),
                        Change.none());
            case ConsoleEvent.AppRegistered e ->
                entry(
                        source,
                        e,
                        context,
                        "console.app_registered",
                        new AuditEntry.Target("app", e.clientId()),
                        Change.made(Map.of("origin", e.origin())));
        };
    }

    private static AuditEntry.Target member(MemberId member) {
        return new AuditEntry.Target("member", member.text());
    }

    private static Map<String, Object> made(TokenEvent.Created event) {
        Map<String, Object> made = plus(
                Map.of(),
                "name",
                event.name().text(),
                "scopes",
                event.rights().names().toList());
        return event.expiresAt() == null
                ? made
                : plus(made, "expires_at", event.expiresAt().toString());
    }

    private static AuditEntry entry(
            AuditEntry.Source source,
            ControlEvent event,
            Context context,
            String type,
            AuditEntry.Target target,
            Change change) {
        return new AuditEntry(
                source,
                event.at(),
                type,
                event.by(),
                context.accountId(),
                context.workspace(),
                target,
                change.before(),
                change.after());
    }

    private static Map<String, Object> plus(Map<String, Object> map, Object... more) {
        Map<String, Object> all = new java.util.TreeMap<>(map);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }
}

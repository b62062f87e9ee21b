package com.prysmid.control.audit;

import com.prysmid.control.tokens.TokenEvent;
import com.prysmid.control.value.ControlEvent;
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
            case LifecycleEvent.Activated e -> "workspace.activated";
            case LifecycleEvent.Suspended e -> "workspace.suspended";
            case LifecycleEvent.Resumed e -> "workspace.resumed";
            case LifecycleEvent.Failed e -> "workspace.failed";
        };
    }

    private static Change change(LifecycleEvent event, Change change) {
        return event instanceof LifecycleEvent.Failed failed
                ? new Change(
                        change.before(),
                        plus(change.after(), "step", failed.step().wire(), "code", failed.code()))
                : change;
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

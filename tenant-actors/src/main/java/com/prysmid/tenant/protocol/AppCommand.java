package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Apps: OAuth clients of this workspace. */
public sealed interface AppCommand extends WorkspaceCommand {

    /** → {@link App} with its secret where the method has one. The same creation sent twice answers the same. */
    record Register(
            Slug slug, String projectId, String clientId, AppMetadata metadata, Act act, ActorRef<Reply> replyTo)
            implements AppCommand {}

    /**
     * Replaces the metadata → {@link App}.
     *
     * @param basis the metadata that the new was made from: where it is no longer the app's, refused with {@link
     *              Refused#CHANGED_MEANWHILE}; null: replaces whatever there is
     */
    record Update(
            Slug slug,
            String projectId,
            String clientId,
            AppMetadata metadata,
            @Nullable AppMetadata basis,
            Act act,
            ActorRef<Reply> replyTo)
            implements AppCommand {
        public Update(
                Slug slug, String projectId, String clientId, AppMetadata metadata, Act act, ActorRef<Reply> replyTo) {
            this(slug, projectId, clientId, metadata, null, act, replyTo);
        }
    }

    /** → {@link Done}. */
    record Delete(Slug slug, String projectId, String clientId, Act act, ActorRef<Reply> replyTo)
            implements AppCommand {}

    /** → {@link App} with the new secret; the old one is void at once. */
    record RotateSecret(Slug slug, String projectId, String clientId, Act act, ActorRef<Reply> replyTo)
            implements AppCommand {}

    /** → {@link App}. */
    record Get(Slug slug, String projectId, String clientId, ActorRef<Reply> replyTo) implements AppCommand {}

    /** → {@link Apps} of one project, ordered by client id. */
    record ListAll(Slug slug, String projectId, ActorRef<Reply> replyTo) implements AppCommand {}

    /** What an authorization or logout endpoint needs → {@link AppView}; refused unless the workspace is active. */
    record View(Slug slug, String clientId, ActorRef<Reply> replyTo) implements AppCommand {}

    /** Whether a web app of this workspace is at this web origin (RFC 6454 §6.2) → {@link OriginAllowed}. */
    record AllowsOrigin(Slug slug, String origin, ActorRef<Reply> replyTo) implements AppCommand {}

    /**
     * The apps that matter to one person → {@link PersonsApps}: those that they agreed to, and the workspace's own that can be
     * started from here (OpenID Connect Core §4).
     *
     * @param agreedTo client ids; unknown ones are passed over
     */
    record ForPerson(Slug slug, Set<String> agreedTo, ActorRef<Reply> replyTo) implements AppCommand {}

    /** @param initiateLoginUri where a sign-in at the app begins; null where it named none */
    record PersonsApp(
            String clientId, String clientName, @Nullable String initiateLoginUri) {}

    /** Ordered by name. */
    record PersonsApps(List<PersonsApp> items) implements Reply {}

    record OriginAllowed(boolean allowed) implements Reply {}

    record App(
            String clientId,
            String projectId,
            AppMetadata metadata,
            Instant createdAt,
            @Nullable Secret clientSecret) implements Reply {}

    record Apps(List<App> items) implements Reply {}

    record AppView(
            String clientId, String projectId, AppMetadata metadata, String workspaceName, WorkspaceSettings settings)
            implements Reply {}
}

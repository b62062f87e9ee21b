package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Who owns which login name. */
public sealed interface DirectoryCommand extends WorkspaceCommand {

    /** → {@link LoginFound}; refused unless the workspace is active. */
    record FindLogin(Slug slug, String login, ActorRef<Reply> replyTo) implements DirectoryCommand {}

    /**
     * Keeps a login name for a user about to be created or renamed → {@link LoginReserved}; {@code username_taken} when
     * another has it. A reservation lasts a minute; the user's own first event makes it last.
     */
    record ReserveLogin(Slug slug, String username, UserId userId, ActorRef<Reply> replyTo)
            implements DirectoryCommand {}

    /** Gives back a reservation that came to nothing, or whose user is gone → {@link Done}, also where there is none. */
    record ReleaseLogin(Slug slug, String username, UserId userId, ActorRef<Reply> replyTo)
            implements DirectoryCommand {}

    /**
     * A sign-in with a name that nobody has: spends the time of a real check, writes it down, and is always refused with
     * {@link Refused.Reason#INVALID_CREDENTIALS}.
     */
    record RefuseUnknownLogin(Slug slug, PasswordInput password, Act act, ActorRef<Reply> replyTo)
            implements DirectoryCommand {}

    /**
     * → {@link UserPage}, ordered by creation.
     *
     * @param q      matches the start of username, e-mail or a name
     * @param cursor of the previous page
     */
    record ListUsers(
            Slug slug,
            @Nullable String q,
            @Nullable UserStatus state,
            @Nullable String cursor,
            int limit,
            ActorRef<Reply> replyTo)
            implements DirectoryCommand {}

    record LoginFound(@Nullable UserId userId, WorkspaceSettings settings, String workspaceName) implements Reply {}

    record LoginReserved(WorkspaceSettings settings) implements Reply {}

    record UserEntry(
            UserId id,
            String username,
            @Nullable String email,
            @Nullable String phoneNumber,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            UserStatus state,
            Instant createdAt) {}

    record UserPage(List<UserEntry> items, @Nullable String nextCursor) implements Reply {}
}

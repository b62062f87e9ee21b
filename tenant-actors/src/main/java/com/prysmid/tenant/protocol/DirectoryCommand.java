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
     * Whether somebody with this address may sign up → {@link SignUpAdmitted}; {@link Refused.Reason#FORBIDDEN} where the policy
     * does not allow it, whoever has the address.
     */
    record AdmitSignUp(Slug slug, String email, ActorRef<Reply> replyTo) implements DirectoryCommand {}

    /** Somebody who is nobody here forgot a password: written down, as a real request is → {@link Done}. */
    record NoteUnknownReset(Slug slug, Act act, ActorRef<Reply> replyTo) implements DirectoryCommand {}

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

    /**
     * → {@link UserRecords}, ordered by creation: whole profiles, as the directory keeps them. A page may be shorter than asked
     * for, since profiles differ in size; it was the last where it has no cursor.
     *
     * @param cursor of the previous page
     * @param offset so many are passed over first
     */
    record FindUsers(
            Slug slug, UserSearch search, @Nullable String cursor, int offset, int limit, ActorRef<Reply> replyTo)
            implements DirectoryCommand {}

    /** → {@link UserCount}. */
    record CountUsers(Slug slug, UserSearch search, ActorRef<Reply> replyTo) implements DirectoryCommand {}

    /** One condition that an index answers. */
    record UserSearch(Key key, String value) {
        public static final UserSearch ANY = new UserSearch(Key.ANY, "");

        /** What the value is compared with. */
        public enum Key {
            ANY,
            ID,
            EXTERNAL_ID,
            /** However it is written (case, Unicode form). */
            USERNAME,
            /** As {@link #USERNAME}. */
            EMAIL,
            /** A group's id: its members. */
            GROUP,
            /** RFC 3339: whoever was changed then or later. */
            CHANGED_SINCE
        }
    }

    record UserRecord(UserId id, UserProfile profile, UserStatus state, Instant createdAt, Instant updatedAt) {}

    record UserRecords(List<UserRecord> items, @Nullable String nextCursor) implements Reply {}

    /** @param lastChanged of the youngest change among them; null where there are none */
    record UserCount(long count, @Nullable Instant lastChanged) implements Reply {}

    /**
     * @param userId   null where nobody has the name
     * @param stranger who answers for the name then, as an {@link EntityKeys#STRANGER}; made also where somebody has it, so that both take
     *                 as long. No user's id, and nobody can tell the name from it
     */
    record LoginFound(@Nullable UserId userId, UserId stranger, WorkspaceSettings settings, String workspaceName)
            implements Reply {}

    /** @param userId whose account, or sign-up, it is: a new one's, for which the login name is kept, where nobody has the address */
    record SignUpAdmitted(UserId userId, WorkspaceSettings settings) implements Reply {}

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

package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A user's account, as an admin sees it. */
public sealed interface AccountCommand extends UserCommand {

    /**
     * → {@link User}. The login name must be reserved before. The same creation sent twice answers the same; another one
     * under the same id is a conflict.
     *
     * @param password     hashed off the entity's thread; at most 72 bytes
     * @param passwordHash a bcrypt hash made elsewhere, {@code $2a/$2b/$2y}, cost 4–14; not both
     * @param invite       where there is neither: the account is pending until its owner has opened a link in a mail, and chosen a
     *                     password; without an e-mail address nobody is invited
     */
    record Create(
            Slug slug,
            UserId userId,
            UserProfile profile,
            @Nullable PasswordInput password,
            @Nullable Secret passwordHash,
            boolean invite,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements AccountCommand {
        /** Nobody is invited. */
        public Create(
                Slug slug,
                UserId userId,
                UserProfile profile,
                @Nullable PasswordInput password,
                @Nullable Secret passwordHash,
                WorkspaceSettings settings,
                Act act,
                ActorRef<Reply> replyTo) {
            this(slug, userId, profile, password, passwordHash, false, settings, act, replyTo);
        }

        public boolean isInvitation() {
            return invite && password == null && passwordHash == null && profile.email() != null;
        }
    }

    /**
     * Replaces the profile → {@link User}. A new login name must be reserved before.
     *
     * @param basis the profile that the new one was made from: where it is no longer the user's, refused with {@link
     *              Refused#CHANGED_MEANWHILE}; null: replaces whatever there is
     */
    record Update(
            Slug slug,
            UserId userId,
            UserProfile profile,
            @Nullable UserProfile basis,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements AccountCommand {
        public Update(
                Slug slug,
                UserId userId,
                UserProfile profile,
                WorkspaceSettings settings,
                Act act,
                ActorRef<Reply> replyTo) {
            this(slug, userId, profile, null, settings, act, replyTo);
        }
    }

    /**
     * Joins and leaves registered groups → {@link User}; what is so already stays so. Refused with {@link
     * Refused.Reason#FORBIDDEN} where groups, or the names of them, would change of one with a role above the caller's.
     *
     * @param join    names by group id
     * @param rename  names by group id, of groups that the user is still in
     * @param leave   group ids
     * @param manages the roles over the workspace whose holders' groups the caller may change
     * @param trial   answered as ever, but nothing is changed: so that of many users all may be asked before one is told
     */
    record ChangeMembership(
            Slug slug,
            UserId userId,
            Map<String, String> join,
            Map<String, String> rename,
            Set<String> leave,
            Set<AdminRole> manages,
            boolean trial,
            Act act,
            ActorRef<Reply> replyTo)
            implements AccountCommand {}

    /**
     * Sets a password; ends sessions and token families → {@link User}.
     *
     * @param mustChange good for one sign-in, in which a new one is chosen
     */
    record SetPassword(
            Slug slug,
            UserId userId,
            PasswordInput password,
            boolean mustChange,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements AccountCommand {
        public SetPassword(
                Slug slug,
                UserId userId,
                PasswordInput password,
                WorkspaceSettings settings,
                Act act,
                ActorRef<Reply> replyTo) {
            this(slug, userId, password, false, settings, act, replyTo);
        }
    }

    /** Erases the user: journal, snapshots and directory row; the audit journal keeps the opaque id → {@link Done}. */
    record Delete(Slug slug, UserId userId, Act act, ActorRef<Reply> replyTo) implements AccountCommand {}

    /** Moves between active, locked and deactivated; unlocking also forgets wrong passwords → {@link User}. */
    record ChangeStatus(Slug slug, UserId userId, StatusChange change, Act act, ActorRef<Reply> replyTo)
            implements AccountCommand {}

    /** → {@link User}. */
    record Get(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements AccountCommand {}

    /** Sets the roles in one project; the roles were checked against the workspace before → {@link User}. */
    record SetGrant(Slug slug, UserId userId, String projectId, List<String> roles, Act act, ActorRef<Reply> replyTo)
            implements AccountCommand {}

    /** → {@link User}. */
    record RemoveGrant(Slug slug, UserId userId, String projectId, Act act, ActorRef<Reply> replyTo)
            implements AccountCommand {}

    enum StatusChange {
        LOCK,
        UNLOCK,
        DEACTIVATE,
        REACTIVATE
    }

    record User(
            UserId id,
            UserProfile profile,
            UserStatus state,
            boolean hasPassword,
            Map<String, List<String>> grants,
            Instant createdAt,
            Instant updatedAt)
            implements Reply {}
}

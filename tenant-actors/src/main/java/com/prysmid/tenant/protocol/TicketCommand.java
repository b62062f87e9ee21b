package com.prysmid.tenant.protocol;

import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Links that are mailed to a user, and what comes of them. A link carries a {@link UserBoundToken}: it is good once, for one
 * purpose and for a while; a newer one of the same purpose takes its place.
 */
public sealed interface TicketCommand extends UserCommand {
    /** Code of the refusal where a link takes a session of the user's. */
    String SIGN_IN_FIRST = "sign_in_first";

    /**
     * Somebody signs up: → {@link Done}, whoever has the address already. Admitted by {@link DirectoryCommand.AdmitSignUp} before.
     *
     * @param profile the login name is the e-mail address
     * @param browser what the browser keeps: who brings it back with the link need not choose a password again
     */
    record SignUp(
            Slug slug,
            UserId userId,
            UserProfile profile,
            PasswordInput password,
            Secret browser,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements TicketCommand {}

    /** Mails a link by which a new password is chosen; who has not yet completed the account gets that link again → {@link Done}. */
    record RequestReset(Slug slug, UserId userId, Act act, ActorRef<Reply> replyTo) implements TicketCommand {}

    /** An admin has the invitation mailed again → {@link Done}. */
    record Invite(Slug slug, UserId userId, Act act, ActorRef<Reply> replyTo) implements TicketCommand {}

    /** Mails a link to the user's address, which proves that it is theirs → {@link Done}. */
    record RequestVerification(Slug slug, UserId userId, Act act, ActorRef<Reply> replyTo) implements TicketCommand {}

    /**
     * What a link is good for → {@link Ticket}, or {@link Refused.Reason#INVALID_TOKEN}. Writes nothing: whatever opens links in
     * mails, such as a scanner, uses nothing up.
     *
     * @param accepted where the link leads is good for these only
     */
    record Describe(
            Slug slug,
            UserId userId,
            UserBoundToken token,
            Set<TicketPurpose> accepted,
            @Nullable Secret browser,
            ActorRef<Reply> replyTo)
            implements TicketCommand {}

    /**
     * Uses a link up → {@link SessionCommand.SignInAnswer} where that completes an account, else {@link Redeemed}; or {@link
     * Refused.Reason#INVALID_TOKEN}, or {@link Refused.Reason#FORBIDDEN} where it {@linkplain TicketPurpose#takesSession() takes}
     * a session that is not there.
     *
     * @param session      of this browser, whoever's; null: none
     * @param password     where one has to be chosen
     * @param loginFollows the new e-mail address was reserved as login name, where the login name was the old address
     */
    record Redeem(
            Slug slug,
            UserId userId,
            UserBoundToken token,
            Set<TicketPurpose> accepted,
            @Nullable UserBoundToken session,
            @Nullable PasswordInput password,
            @Nullable Secret browser,
            boolean loginFollows,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements TicketCommand {}

    /**
     * Gives up a sign-up that was never completed, so that its login name is free → {@link Done}; or a conflict, where the
     * account is more than that.
     */
    record Yield(Slug slug, UserId userId, Act act, ActorRef<Reply> replyTo) implements TicketCommand {}

    /**
     * @param address        that the link was mailed to
     * @param passwordNeeded a password has to be chosen
     * @param followingLogin the login name that would follow the address; null where it does not
     */
    record Ticket(
            TicketPurpose purpose,
            String address,
            String username,
            boolean passwordNeeded,
            @Nullable String followingLogin)
            implements Reply {
        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Ticket[" + purpose + "]";
        }
    }

    record Redeemed(TicketPurpose purpose) implements Reply {}
}

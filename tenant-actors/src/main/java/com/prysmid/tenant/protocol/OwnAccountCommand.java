package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/** What people do with their own account, signed in. What is grave needs a sign-in of just now. */
public sealed interface OwnAccountCommand extends UserCommand {

    /**
     * Ends every session and begins this browser's anew → {@link SessionCommand.SignInAnswer}; {@link
     * Refused.Reason#INVALID_CREDENTIALS} where the current password is wrong, which counts as a guess.
     */
    record ChangePassword(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            PasswordInput current,
            PasswordInput next,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements OwnAccountCommand {}

    /**
     * In the middle of a sign-in, where somebody else has set the password → {@link SessionCommand.SignInAnswer}, or {@link
     * Refused.Reason#INVALID_TOKEN}.
     *
     * @param ticket of the pending sign-in, which lacks nothing but that
     */
    record ReplacePassword(
            Slug slug,
            UserId userId,
            UserBoundToken ticket,
            PasswordInput next,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements OwnAccountCommand {}

    /** Mails a link to the new address; it is the account's once that is opened → {@link Done}, whoever else has it. */
    record ChangeEmail(Slug slug, UserId userId, UserBoundToken session, String email, Act act, ActorRef<Reply> replyTo)
            implements OwnAccountCommand {}

    /**
     * Erases the account, as {@link AccountCommand.Delete} does → {@link Done}.
     *
     * @param typed the login name, typed to show that it is meant
     */
    record DeleteAccount(
            Slug slug, UserId userId, UserBoundToken session, String typed, Act act, ActorRef<Reply> replyTo)
            implements OwnAccountCommand {}
}

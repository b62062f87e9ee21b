package com.prysmid.control.accounts;

/** What an account answers. */
public sealed interface AccountReply {
    /** What becomes of a wish for an account. */
    sealed interface Opening extends AccountReply {
        record Opened(AccountView account) implements Opening {}

        /** The idempotency key came with another wish before. */
        record KeyUsedForAnother() implements Opening {}
    }

    /** What becomes of an invitation's making. */
    sealed interface Inviting extends AccountReply {
        record Invited(AccountView.Invitation invitation) implements Inviting {}

        /** Made earlier with the same idempotency key; its token was shown then. */
        record ShownAlready(String invitationId) implements Inviting {}

        /** The key came with an invitation to another role. */
        record KeyUsedForAnother() implements Inviting {}

        /** Who asks may not invite to that role. */
        record NotAllowed() implements Inviting {}

        /** So many are open that somebody should look at them first. */
        record TooMany() implements Inviting {}

        record NoSuchAccount() implements Inviting {}
    }

    /** What becomes of an acceptance. */
    sealed interface Joining extends AccountReply {
        /** They belong to it; said again, it is the first answer again. */
        record Joined(AccountView account, Role role) implements Joining {}

        /** Unknown, withdrawn, expired or used: which of them is nobody's business. */
        record NotValid() implements Joining {}

        /** Valid, but for somebody else's address. */
        record OtherAddress() implements Joining {}

        /** They belong to the account already; the invitation stays open. */
        record MemberAlready() implements Joining {}

        /** The account has no room. */
        record TooMany() implements Joining {}
    }

    /** What becomes of a change to a member. */
    sealed interface Change extends AccountReply {
        /** @param member as they are now; as they were last, if they left */
        record Done(AccountView.Member member) implements Change {}

        record NoSuchMember() implements Change {}

        /** Who asks may not do that to this member. */
        record NotAllowed() implements Change {}

        /** An account is never without an owner. */
        record LastOwner() implements Change {}
    }

    /** Whether there was an invitation to withdraw. */
    enum Withdrawal implements AccountReply {
        WITHDRAWN,
        NOT_FOUND,
        NOT_ALLOWED
    }
}

package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Who a user is at upstream providers, and signing in by that. */
public sealed interface IdentityCommand extends UserCommand {

    /** Somebody comes from a provider, and wants to sign in. */
    sealed interface Arrival extends IdentityCommand permits SignIn, Register, LinkByEmail, AcceptInvitation {
        UpstreamIdentity identity();

        /** What the provider's word is worth, RFC 8176 names. */
        List<String> amr();

        SignInGoal goal();

        WorkspaceSettings settings();

        Act act();
    }

    /**
     * The provider has said that it is this user → {@link SessionCommand.SignInAnswer}, or {@link
     * Refused.Reason#INVALID_CREDENTIALS} where the identity is not linked, or the user may not sign in.
     */
    record SignIn(
            Slug slug,
            UserId userId,
            UpstreamIdentity identity,
            List<String> amr,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements Arrival {}

    /**
     * A first sign-in: makes the user, with the identity and without a password, and signs in → {@link SessionCommand.SignInAnswer}.
     * Where the other of two at once was faster, it only signs in; a user who was there before is refused. Identity and login name
     * were reserved before.
     */
    record Register(
            Slug slug,
            UserId userId,
            UpstreamIdentity identity,
            UserProfile profile,
            List<String> amr,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements Arrival {}

    /**
     * Whether the user may be found by this address, which a provider has verified: they have verified it too, or an admin has invited
     * them at it → {@link EmailHeld}.
     */
    record HoldsEmail(Slug slug, UserId userId, String email, ActorRef<Reply> replyTo) implements IdentityCommand {}

    /**
     * Links by an address that both sides have verified, and signs in → {@link SessionCommand.SignInAnswer}; refused where the user
     * has not verified it, or has a role over the workspace. Whoever was invited at the address has so taken the invitation up.
     */
    record LinkByEmail(
            Slug slug,
            UserId userId,
            UpstreamIdentity identity,
            String email,
            List<String> amr,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements Arrival {}

    /**
     * Somebody who opened an invitation chose to sign in elsewhere instead of by a password: the account begins, is linked, and signs
     * in → {@link SessionCommand.SignInAnswer}. {@link Refused.Reason#INVALID_TOKEN} where the invitation is over; {@link
     * Refused.Reason#FORBIDDEN} where the provider has not verified that it is the same person's address.
     *
     * @param invitation the link's token
     * @param email      that the provider has verified; null: none
     */
    record AcceptInvitation(
            Slug slug,
            UserId userId,
            UserBoundToken invitation,
            UpstreamIdentity identity,
            @Nullable String email,
            List<String> amr,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements Arrival {}

    /** By the person, whose sign-in must be recent → {@link Identities}. The identity was reserved before. */
    record Link(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            UpstreamIdentity identity,
            Act act,
            ActorRef<Reply> replyTo)
            implements IdentityCommand {}

    /** By an admin → {@link Identities}. The identity was reserved before. */
    record LinkByAdmin(Slug slug, UserId userId, UpstreamIdentity identity, Act act, ActorRef<Reply> replyTo)
            implements IdentityCommand {}

    /**
     * → {@link Unlinked}; refused for the last way to sign in.
     *
     * @param session    the person's own, where it is the person who asks; null: an admin does
     * @param identityId as in {@link Identity}
     * @param live       ids of the providers that there are
     */
    record Unlink(
            Slug slug,
            UserId userId,
            @Nullable UserBoundToken session,
            String identityId,
            Set<String> live,
            Act act,
            ActorRef<Reply> replyTo)
            implements IdentityCommand {}

    /**
     * → {@link Identities}.
     *
     * @param session the person's own, where it is the person who asks; null: an admin does
     */
    record ListAll(Slug slug, UserId userId, @Nullable UserBoundToken session, ActorRef<Reply> replyTo)
            implements IdentityCommand {}

    /** @param verified and so fit to find this user by, by whom may link */
    record EmailHeld(boolean verified) implements Reply {}

    /** @param id opaque; the same for the same provider and subject */
    record Identity(
            String id,
            String idpId,
            String subject,
            @Nullable String label,
            Instant linkedAt) {
        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Identity[" + idpId + ", redacted]";
        }
    }

    /** @param recentSignIn whether the person signed in so lately that linking needs no new sign-in; true for an admin */
    record Identities(String userName, List<Identity> items, boolean recentSignIn) implements Reply {
        public Identities {
            items = List.copyOf(items);
        }

        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Identities[redacted]";
        }
    }

    record Unlinked(UpstreamIdentity identity) implements Reply {}
}

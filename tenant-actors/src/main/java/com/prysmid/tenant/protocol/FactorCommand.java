package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Second factors: set up, used to sign in, looked at, removed. Passkeys are set up and used by commands of their own. */
public sealed interface FactorCommand extends UserCommand {

    /** By what somebody may set up a factor. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "standing")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = InSignIn.class, name = "sign_in"),
        @JsonSubTypes.Type(value = InSession.class, name = "session")
    })
    sealed interface Standing {
        UserBoundToken token();
    }

    /** A pending sign-in of somebody who has no factor yet and needs one. */
    record InSignIn(UserBoundToken token) implements Standing {}

    /** A session begun lately, with a factor where there is one. */
    record InSession(UserBoundToken token) implements Standing {}

    /** An admin's view → {@link FactorList}. */
    record ListAll(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements FactorCommand {}

    /** One's own view → {@link Overview}. */
    record Look(Slug slug, UserId userId, UserBoundToken session, WorkspaceSettings settings, ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** What may be set up, and what is known of the person → {@link Choices}. Writes nothing. */
    record Choose(Slug slug, UserId userId, Standing standing, WorkspaceSettings settings, ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** A secret for an authenticator app → {@link TotpOffer}; the same again while it waits for being confirmed. */
    record OfferTotp(
            Slug slug, UserId userId, Standing standing, WorkspaceSettings settings, Act act, ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** → {@link Added}, or {@link Refused.Reason#INVALID_CREDENTIALS} for a wrong code. */
    record ConfirmTotp(
            Slug slug,
            UserId userId,
            Standing standing,
            Secret code,
            String name,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** Codes to the verified address from now on → {@link Added}. */
    record TurnOnEmailCodes(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** A code to the verified address, for this sign-in → {@link CodeSent}. */
    record SendCode(
            Slug slug,
            UserId userId,
            UserBoundToken ticket,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** The code that was sent, by somebody who has no factor yet and needs one: from now on it is theirs → {@link Added}. */
    record ConfirmEmailCode(
            Slug slug,
            UserId userId,
            UserBoundToken ticket,
            Secret code,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /**
     * A code of an authenticator app, of an e-mail or of the recovery codes → {@link SessionCommand.SignInAnswer}; {@link
     * Refused.Reason#INVALID_CREDENTIALS} for a wrong one, {@link Refused.Reason#GUESSED_TOO_OFTEN} after too many, {@link
     * Refused.Reason#INVALID_TOKEN} once the sign-in is over.
     */
    record Prove(
            Slug slug,
            UserId userId,
            UserBoundToken ticket,
            FactorType type,
            Secret code,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /**
     * A pending sign-in that goes on from what a session has proven → {@link SessionCommand.SignInPending}; {@link Done} where
     * nothing is to be asked; {@link Refused.Reason#FORBIDDEN} where one signs in again instead.
     *
     * @param essential a factor is set up where there is none
     */
    record StepUp(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            boolean essential,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** Ten new ones; the old are good no more → {@link RecoveryCodes}. */
    record MakeRecoveryCodes(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** → {@link Done}. */
    record Rename(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            String factorId,
            String name,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** → {@link Done}. */
    record Remove(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            String factorId,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /**
     * By an admin → {@link Done}.
     *
     * @param factorId null: all of them
     */
    record RemoveByAdmin(Slug slug, UserId userId, @Nullable String factorId, Act act, ActorRef<Reply> replyTo)
            implements FactorCommand {}

    /** @param name as its owner calls it; null for kinds of which there is one */
    record Factor(
            String id,
            FactorType type,
            @Nullable String name,
            Instant addedAt,
            @Nullable Instant lastUsedAt) {}

    /** @param recoveryCodes that are left */
    record FactorList(List<Factor> items, int recoveryCodes) implements Reply {
        public FactorList {
            items = List.copyOf(items);
        }
    }

    /**
     * @param addable  kinds that the person may add, in the order in which they are offered
     * @param required by the workspace, of this person
     * @param mayChange else one signs in again first
     */
    record Overview(
            List<Factor> items, int recoveryCodes, List<FactorType> addable, boolean required, boolean mayChange)
            implements Reply {
        public Overview {
            items = List.copyOf(items);
            addable = List.copyOf(addable);
        }
    }

    /**
     * @param account what an authenticator app shall call it: the login name
     * @param address of e-mails, shortened for whoever knows it; null where none is verified
     */
    record Choices(
            List<FactorType> addable,
            String account,
            @Nullable String address) implements Reply {
        public Choices {
            addable = List.copyOf(addable);
        }

        @Override
        public String toString() {
            return "Choices" + addable;
        }
    }

    /** @param secret base32 */
    record TotpOffer(Secret secret, String account, Instant expiresAt) implements Reply {
        @Override
        public String toString() {
            return "TotpOffer[redacted]";
        }
    }

    /**
     * @param recoveryCodes made with the first factor, to be shown now and never again; else none
     * @param signedIn      where it was the last thing that a sign-in lacked
     * @param pending       where the sign-in lacks something else
     */
    record Added(
            String factorId,
            List<Secret> recoveryCodes,
            SessionCommand.@Nullable SignedIn signedIn,
            SessionCommand.@Nullable SignInPending pending)
            implements Reply {
        public Added {
            recoveryCodes = List.copyOf(recoveryCodes);
        }
    }

    record RecoveryCodes(List<Secret> codes) implements Reply {
        public RecoveryCodes {
            codes = List.copyOf(codes);
        }
    }

    /** @param address shortened for whoever knows it */
    record CodeSent(String address, Instant expiresAt) implements Reply {
        @Override
        public String toString() {
            return "CodeSent[redacted]";
        }
    }
}

package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A user's passkeys (Web Authentication): made, used, named, taken away. */
public sealed interface PasskeyCommand extends UserCommand {

    /**
     * What a browser needs to make a passkey → {@link RegistrationOptions}; {@code sign_in_again} where the session is not enough for
     * that. Writes nothing.
     */
    record DescribeRegistration(
            Slug slug,
            UserId userId,
            FactorCommand.Standing standing,
            WorkspaceSettings settings,
            ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /**
     * Keeps a new passkey → {@link Passkey} for somebody who is signed in, {@link SessionCommand.SignInAnswer} where a sign-in goes
     * on with it; {@code invalid_passkey} for whatever is wrong with it.
     *
     * @param name         chosen by the user; null for one by the authenticator's model
     * @param fallbackName where the model is not known
     */
    record Register(
            Slug slug,
            UserId userId,
            FactorCommand.Standing standing,
            PasskeyChallenge challenge,
            PasskeyAttestation attestation,
            @Nullable String name,
            String fallbackName,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /** What a browser needs to use one as a second factor → {@link AssertionOptions}. Writes nothing. */
    record DescribeAssertion(
            Slug slug, UserId userId, UserBoundToken ticket, WorkspaceSettings settings, ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /**
     * A passkey proves who it is → {@link SessionCommand.SignInAnswer}, or {@link Refused.Reason#INVALID_CREDENTIALS} for whatever is
     * wrong: which of it is never told.
     *
     * @param ticket of the pending sign-in whose second factor it is; null where it is the first and only one, and then the user's
     *               verification is required
     */
    record SignIn(
            Slug slug,
            UserId userId,
            @Nullable UserBoundToken ticket,
            PasskeyChallenge challenge,
            PasskeyAssertion assertion,
            SignInGoal goal,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /** → {@link Passkeys}. */
    record ListAll(Slug slug, UserId userId, ActorRef<Reply> replyTo) implements PasskeyCommand {}

    /** → {@link Passkey}. */
    record Rename(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            String passkeyId,
            String name,
            Act act,
            ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /**
     * → {@link Done}, or a conflict {@code last_way_to_sign_in} where nothing else is left to sign in with; {@code sign_in_again} as
     * in {@link DescribeRegistration}.
     *
     * @param confirmed also if so
     */
    record Remove(
            Slug slug,
            UserId userId,
            UserBoundToken session,
            String passkeyId,
            boolean confirmed,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements PasskeyCommand {}

    /**
     * @param transports by which the browser reaches it; empty where it did not tell
     * @param backedUp   it is on other devices of its owner too
     */
    record Passkey(
            String id,
            String name,
            List<String> transports,
            boolean backedUp,
            Instant createdAt,
            @Nullable Instant lastUsedAt)
            implements Reply {
        public Passkey {
            transports = List.copyOf(transports);
        }
    }

    record Passkeys(List<Passkey> items) implements Reply {
        public Passkeys {
            items = List.copyOf(items);
        }
    }

    /**
     * A credential by which the browser recognizes it.
     *
     * @param id base64url
     */
    record Descriptor(String id, List<String> transports) {
        public Descriptor {
            transports = List.copyOf(transports);
        }
    }

    /**
     * @param userHandle base64url; it comes back with every use of the passkey and names the user
     * @param exclude    what the user has already: an authenticator that has one of these makes no other
     */
    record RegistrationOptions(
            String userHandle, String userName, String displayName, List<Integer> algorithms, List<Descriptor> exclude)
            implements Reply {
        public RegistrationOptions {
            algorithms = List.copyOf(algorithms);
            exclude = List.copyOf(exclude);
        }
    }

    /** @param allow one of these will do */
    record AssertionOptions(List<Descriptor> allow) implements Reply {
        public AssertionOptions {
            allow = List.copyOf(allow);
        }
    }
}

package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Signing in through an upstream provider, as far as the workspace is its client. Refused unless the workspace is active. */
public sealed interface UpstreamCommand extends WorkspaceCommand {
    /**
     * Below the issuer: where a provider sends people back to. Each has its own, so that no answer of one passes for another's (RFC
     * 9700 §4.4.2.2).
     */
    static String callback(String idpId) {
        return "/ui/idp/" + idpId + "/callback";
    }

    /**
     * → {@link Begun}, {@link Unproven} where the provider cannot be reached, or refused where there is no such provider or it is
     * not enabled.
     *
     * @param state         comes back with the answer, as it is
     * @param codeChallenge RFC 7636, S256
     * @param loginHint     whom we expect; null for nobody in particular
     * @param askAnew       the person is to choose or prove the account now, whoever is signed in there
     */
    record Begin(
            Slug slug,
            String idpId,
            Secret state,
            String nonce,
            String codeChallenge,
            @Nullable String loginHint,
            boolean askAnew,
            ActorRef<Reply> replyTo)
            implements UpstreamCommand {}

    /**
     * Somebody came back: → {@link Proven} or {@link Unproven}. Each {@code transaction} is completed once.
     *
     * @param transaction names the question that this answers
     * @param until       when the question is over
     * @param iss         RFC 9207; null where none came
     * @param user        Apple's JSON about the person; null where none came
     */
    record Complete(
            Slug slug,
            String idpId,
            String transaction,
            Instant until,
            Secret code,
            Secret codeVerifier,
            String nonce,
            @Nullable String iss,
            @Nullable Secret user,
            Act act,
            ActorRef<Reply> replyTo)
            implements UpstreamCommand {}

    /** The provider itself said that it did not come to a sign-in: written down → {@link Unproven}. */
    record NoteFailure(Slug slug, String idpId, String reason, Act act, ActorRef<Reply> replyTo)
            implements UpstreamCommand {}

    /**
     * Promises a subject that is nobody's yet to a user → {@link IdentityReserved}, with the user who has it, or was promised it a
     * moment before: two first sign-ins at once are told the same.
     */
    record ReserveIdentity(Slug slug, UpstreamIdentity identity, UserId userId, ActorRef<Reply> replyTo)
            implements UpstreamCommand {}

    /** Gives back what was promised → {@link Done}, also where nothing was. */
    record ReleaseIdentity(Slug slug, UpstreamIdentity identity, UserId userId, ActorRef<Reply> replyTo)
            implements UpstreamCommand {}

    /** @param location where to send the browser */
    record Begun(String location) implements Reply {}

    /** What a return comes to. */
    sealed interface Completion extends Reply permits Proven, Unproven {}

    /**
     * The provider says who it is.
     *
     * @param idpName       as people know it
     * @param profile       out of the provider's claims; its login name means nothing
     * @param loginWishes   login names for a new user, the best first
     * @param amr           {@code fed}, and {@code mfa} where the provider is trusted and has seen two kinds of proof
     * @param owner         whom the subject was linked to; null: nobody
     * @param sameEmail     users with the same address, or pending at it, where the provider has verified it and nobody owns the subject
     * @param mayLink       whether one of those may be linked without being asked
     * @param mayCreate     whether a new user may be made
     */
    record Proven(
            UpstreamIdentity identity,
            String idpName,
            UserProfile profile,
            List<String> loginWishes,
            List<String> amr,
            @Nullable UserId owner,
            List<UserId> sameEmail,
            boolean mayLink,
            boolean mayCreate,
            WorkspaceSettings settings)
            implements Completion {
        public Proven {
            loginWishes = List.copyOf(loginWishes);
            amr = List.copyOf(amr);
            sameEmail = List.copyOf(sameEmail);
        }

        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Proven[redacted]";
        }
    }

    /** @param reachable whether the provider answered at all: where it did not, trying again makes sense */
    record Unproven(boolean reachable) implements Completion {}

    record IdentityReserved(UserId userId) implements Reply {}
}

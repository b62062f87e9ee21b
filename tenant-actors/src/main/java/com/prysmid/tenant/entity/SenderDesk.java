package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.DpopProofVerification;
import com.prysmid.tenant.crypto.DpopProofVerification.Expected;
import com.prysmid.tenant.crypto.DpopProofVerification.Outcome;
import com.prysmid.tenant.crypto.DpopProofVerification.Refusal;
import com.prysmid.tenant.decide.SenderDecisions;
import com.prysmid.tenant.decide.TokenDecisions;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.VerifyAccessToken;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which DPoP key a request's sender has (RFC 9449): verified off the entity's thread, and remembered by it, so that each proof counts
 * once. Used by the entity's thread only.
 */
final class SenderDesk {
    private final TenantServices services;
    private final DpopProofVerification proofs;
    private final DpopNonces nonces;
    /** By the key's thumbprint. */
    private final SeenAssertions seen = new SeenAssertions();

    SenderDesk(TenantServices services) {
        this.services = services;
        this.proofs = new DpopProofVerification(DpopProofVerification.Limits.standard(), services.providers());
        this.nonces = new DpopNonces(services.random());
    }

    /** What a request that uses a token comes to. */
    sealed interface Check {
        record Answered(Reply reply) implements Check {}

        record UnderWay(AccessToken token, CompletionStage<Outcome> stage) implements Check {}
    }

    /** What a proof came to. */
    sealed interface Verdict {
        /** @param nonce for the sender's next proof */
        record Proven(Confirmation key, String nonce) implements Verdict {}

        record Denied(Refused refused) implements Verdict {}
    }

    /**
     * A check to be run off the entity's thread, by the nonces of now.
     *
     * @param request one with a DPoP proof
     * @param accessToken what the request presents; null where it presents none
     */
    Supplier<Outcome> check(SenderProof request, @Nullable Secret accessToken, WorkspaceState state, Instant now) {
        Secret dpop = Objects.requireNonNull(request.dpop());
        Expected expected = new Expected(
                request.method(),
                request.uri(),
                accessToken == null ? null : accessToken.reveal(),
                nonces.accepted(now),
                state.settings().protocol().dpopNonceRequired());
        return () -> proofs.verify(dpop.reveal(), expected, now);
    }

    /** @param accepted what the token was found to be, by itself */
    Check check(WorkspaceState state, VerifyAccessToken command, Reply accepted, Instant now) {
        SenderProof proof = command.proof();
        if (proof == null || !(accepted instanceof AccessToken token)) {
            return new Check.Answered(accepted);
        }
        return switch (SenderDecisions.rightOf(token, proof)) {
            case GOOD -> new Check.Answered(token);
            case REFUSED -> new Check.Answered(TokenDecisions.invalidToken());
            case NEEDS_PROOF ->
                new Check.UnderWay(
                        token,
                        CompletableFuture.supplyAsync(check(proof, command.token(), state, now), services.keyWork()));
        };
    }

    Reply admit(AccessToken token, Outcome outcome, Instant now) {
        return switch (judge(outcome, now)) {
            case Verdict.Proven(var key, var nonce) when key.equals(token.confirmation()) -> token.withNonce(nonce);
            case Verdict.Proven ofAnotherKey -> TokenDecisions.invalidToken();
            case Verdict.Denied(var refused) -> refused;
        };
    }

    /** The first time that it is asked about a proof, and no more. */
    Verdict judge(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Accepted(var jkt, var jti, var expiry)
            when seen.firstUse(jkt, jti, expiry, now) ->
                new Verdict.Proven(Confirmation.ofDpopKey(jkt), nonces.current(now));
            case Outcome.Accepted replayed -> new Verdict.Denied(SenderDecisions.invalidProof());
            case Outcome.Refused(var reason)
            when reason == Refusal.NONCE_NEEDED -> new Verdict.Denied(SenderDecisions.nonceNeeded(nonces.current(now)));
            case Outcome.Refused other -> new Verdict.Denied(SenderDecisions.invalidProof());
        };
    }
}

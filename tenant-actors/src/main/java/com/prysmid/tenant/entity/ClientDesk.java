package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.AssertionSecret;
import com.prysmid.tenant.crypto.ClientAssertionVerification;
import com.prysmid.tenant.crypto.DpopProofVerification;
import com.prysmid.tenant.crypto.MacAlgorithm;
import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.CertificateBinding;
import com.prysmid.tenant.decide.ClientDecisions;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck.NeedsAssertion;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck.NeedsSecretAssertion;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticateClient;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, and which key it has besides: what costs a signature is verified off the entity's thread. Assertion and proof are
 * used up together, once both were found good: a client that is told to try again with a nonce may send the same assertion. Used by
 * the entity's thread only.
 */
final class ClientDesk {
    private final TenantServices services;
    private final SigningRing ring;
    private final SenderDesk senders;
    private final TokenDesk tokens;
    private final SeenAssertions seen = new SeenAssertions();
    private final ClientAssertionVerification assertions =
            new ClientAssertionVerification(ClientAssertionVerification.Limits.standard());

    ClientDesk(TenantServices services, SigningRing ring, TokenDesk tokens, SenderDesk senders) {
        this.services = services;
        this.ring = ring;
        this.tokens = tokens;
        this.senders = senders;
    }

    /** What a request comes to before anything is used up. */
    sealed interface Check {
        record Answered(Reply reply) implements Check {}

        record UnderWay(CompletionStage<Verified> stage) implements Check {}
    }

    /**
     * @param good      false where the client did not prove who it is
     * @param assertion what it proved that by; null where it needed none
     * @param proof     null where the sender sent none, or it did not come to that
     */
    record Verified(
            AuthenticatedClient client,
            SenderProof sender,
            boolean good,
            ClientAssertionVerification.Outcome.@Nullable Accepted assertion,
            DpopProofVerification.@Nullable Outcome proof) {}

    Check check(WorkspaceState state, AuthenticateClient command, Instant now) {
        return switch (ClientDecisions.authenticate(state, command.credential())) {
            case ClientCheck.Denied(var refused) -> new Check.Answered(refused);
            case ClientCheck.Authenticated(var client)
            when command.proof().dpop() == null -> new Check.Answered(CertificateBinding.bind(client, command.proof()));
            case ClientCheck.Authenticated(var client) ->
                underWay(state, command, now, CompletableFuture.completedFuture(identified(client, command)));
            case ClientCheck.NeedsCertificate needed ->
                underWay(
                        state,
                        command,
                        now,
                        tokens.verifyCertificate(needed, command)
                                .thenApply(good -> new Verified(needed.client(), command.proof(), good, null, null)));
            case NeedsAssertion needed ->
                underWay(
                        state,
                        command,
                        now,
                        tokens.verifyAssertion(needed, command)
                                .thenApply(outcome -> asserted(needed.client(), command, outcome)));
            case NeedsSecretAssertion needed ->
                underWay(
                        state,
                        command,
                        now,
                        ring.seal(state)
                                .thenApplyAsync(
                                        seal -> asserted(needed.client(), command, verify(needed, seal, command, now)),
                                        services.keyWork()));
        };
    }

    /** Nobody's proof is looked at before it is known who sends it; the nonces are those of now. */
    private Check underWay(
            WorkspaceState state, AuthenticateClient command, Instant now, CompletionStage<Verified> identifying) {
        if (command.proof().dpop() == null) {
            return new Check.UnderWay(identifying);
        }
        Supplier<DpopProofVerification.Outcome> proving = senders.check(command.proof(), null, state, now);
        return new Check.UnderWay(identifying.thenApplyAsync(
                found -> found.good()
                        ? new Verified(found.client(), found.sender(), true, found.assertion(), proving.get())
                        : found,
                services.keyWork()));
    }

    private static Verified identified(AuthenticatedClient client, AuthenticateClient command) {
        return new Verified(client, command.proof(), true, null, null);
    }

    private static Verified asserted(
            AuthenticatedClient client, AuthenticateClient command, ClientAssertionVerification.Outcome outcome) {
        return outcome instanceof ClientAssertionVerification.Outcome.Accepted accepted
                ? new Verified(client, command.proof(), true, accepted, null)
                : new Verified(client, command.proof(), false, null, null);
    }

    /** Uses up what was verified. */
    Reply admit(Verified verified, Instant now) {
        AuthenticatedClient client = verified.client();
        DpopProofVerification.Outcome proof = verified.proof();
        if (!verified.good()) {
            return ClientDecisions.refusal();
        }
        ClientAssertionVerification.Outcome.Accepted assertion = verified.assertion();
        if (assertion != null
                && !(proof instanceof DpopProofVerification.Outcome.Refused)
                && !seen.firstUse(client.clientId(), assertion.jti(), assertion.exp(), now)) {
            return ClientDecisions.refusal();
        }
        Reply bound = CertificateBinding.bind(client, verified.sender());
        return proof == null
                ? bound
                : switch (senders.judge(proof, now)) {
                    case SenderDesk.Verdict.Proven(var key, var nonce) ->
                        bound instanceof AuthenticatedClient byCertificate && byCertificate.confirmation() != null
                                ? bound
                                : client.provenBy(key, nonce);
                    case SenderDesk.Verdict.Denied(var refused) -> refused;
                };
    }

    private ClientAssertionVerification.Outcome verify(
            NeedsSecretAssertion needed, WorkspaceSeal seal, AuthenticateClient command, Instant now) {
        AuthenticatedClient client = needed.client();
        AppMetadata app = client.app();
        String registered = app == null ? null : app.clientAuth().signingAlg();
        return assertions.verify(
                needed.assertion().reveal(),
                client.clientId(),
                AssertionSecret.open(new SealedKey(needed.sealedSecret()), client.clientId(), seal),
                command.audiences(tokens.issuer()),
                registered == null
                        ? EnumSet.allOf(MacAlgorithm.class)
                        : MacAlgorithm.named(registered).map(Set::of).orElse(Set.of()),
                now);
    }
}

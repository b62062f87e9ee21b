package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.decide.UpstreamDecisions;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.IdpRegistry.Idp;
import com.prysmid.tenant.state.WorkspaceState;
import com.prysmid.tenant.upstream.Answer;
import com.prysmid.tenant.upstream.ClientProof;
import com.prysmid.tenant.upstream.UpstreamClient;
import com.prysmid.tenant.upstream.UpstreamOutcome;
import com.prysmid.tenant.upstream.UpstreamSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running workspace's dealings with its upstream providers, all off the entity's thread. Used by the entity's thread only. */
final class UpstreamDesk {
    /** RFC 7523 §3: as long as a request may take, and clocks may differ. */
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);

    /** A little less than whoever asks waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(11);

    /** Of users with one address; more than these are never looked through. */
    private static final int SAME_EMAIL = 5;

    private final Slug slug;
    private final TenantServices services;
    private final SigningRing ring;
    private final UpstreamClient client;
    private final String issuer;
    private final SeenAssertions completed = new SeenAssertions();
    private final IdentityReservations reservations = new IdentityReservations();

    UpstreamDesk(Slug slug, TenantServices services, SigningRing ring) {
        this.slug = slug;
        this.services = services;
        this.ring = ring;
        this.issuer = services.origin().issuer(slug);
        this.client = new UpstreamClient(
                slug,
                services.presets(),
                services.outbound(),
                services.keyWork(),
                services.providers(),
                services.clock());
    }

    /** A secret on its way into the state: sealed, or found unfit. */
    record Sealed(@Nullable SealedKey key, @Nullable Refused problem) {}

    /** Who came back, and what the directory knows of them. */
    record Return(UpstreamOutcome outcome, @Nullable UserId owner, List<UserId> sameEmail) {
        static Return of(UpstreamOutcome outcome) {
            return new Return(outcome, null, List.of());
        }
    }

    CompletionStage<Sealed> seal(WorkspaceState state, Kind type, String idpId, @Nullable Secret secret) {
        if (secret == null) {
            return CompletableFuture.completedStage(new Sealed(null, null));
        }
        return ring.seal(state)
                .thenApplyAsync(
                        seal -> UpstreamSecret.seal(type, idpId, secret, seal)
                                .map(key -> new Sealed(key, null))
                                .orElseGet(() -> new Sealed(
                                        null,
                                        Refused.invalid(
                                                "private_key", "invalid_key", "must be a P-256 key in PKCS #8 PEM"))),
                        services.keyWork());
    }

    CompletionStage<Reply> begin(WorkspaceState state, UpstreamCommand.Begin command) {
        return UpstreamDecisions.open(state, command.idpId())
                .map(idp -> client.begin(
                                idp.metadata(),
                                issuer + UpstreamCommand.callback(command.idpId()),
                                command.state().reveal(),
                                command.nonce(),
                                command.codeChallenge(),
                                command.loginHint(),
                                command.askAnew())
                        .<Reply>thenApply(location -> location.<Reply>map(UpstreamCommand.Begun::new)
                                .orElseGet(() -> new UpstreamCommand.Unproven(false))))
                .orElseGet(() -> CompletableFuture.completedStage(UpstreamDecisions.noSuchIdp()));
    }

    /** Empty where the question was answered before, or is over. */
    Optional<CompletionStage<Return>> complete(
            WorkspaceState state, Idp idp, UpstreamCommand.Complete command, Instant now) {
        if (!completed.firstUse("upstream", command.transaction(), command.until(), now)) {
            return Optional.empty();
        }
        Answer answer = new Answer(
                command.code(),
                issuer + UpstreamCommand.callback(idp.id()),
                command.codeVerifier(),
                command.nonce(),
                command.iss(),
                command.user());
        CompletionStage<UpstreamOutcome> outcome = prove(state, idp, now)
                .thenCompose(proof -> client.complete(idp.metadata(), answer, proof))
                .toCompletableFuture()
                .completeOnTimeout(UpstreamOutcome.Failed.UNREACHABLE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(outcome.thenCompose(came -> switch (came) {
            case UpstreamOutcome.Failed failed -> CompletableFuture.completedStage(Return.of(failed));
            case UpstreamOutcome.Proven proven -> recognise(idp, proven);
        }));
    }

    private CompletionStage<Return> recognise(Idp idp, UpstreamOutcome.Proven proven) {
        return services.reads().findByIdentity(slug, idp.id(), proven.subject()).thenCompose(owner -> {
            if (owner.isPresent()) {
                return CompletableFuture.completedStage(new Return(proven, owner.get(), List.of()));
            }
            return UpstreamDecisions.findableEmail(idp, proven)
                    .map(email -> services.reads().findByEmail(slug, email, SAME_EMAIL))
                    .orElseGet(() -> CompletableFuture.completedStage(List.of()))
                    .thenApply(users -> new Return(proven, null, users));
        });
    }

    private CompletionStage<ClientProof> prove(WorkspaceState state, Idp idp, Instant now) {
        IdpMetadata metadata = idp.metadata();
        String audience = client.audience(metadata);
        if (metadata.tokenEndpointAuthMethod() == AuthMethod.PRIVATE_KEY_JWT) {
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("iss", metadata.clientId());
            claims.put("sub", metadata.clientId());
            claims.put("aud", audience);
            claims.put("jti", services.random().id());
            claims.put("iat", now);
            claims.put("exp", now.plus(ASSERTION_LIFE));
            return ring.signingKey(state, SigningAlgorithm.RS256)
                    .thenCompose(key -> services.signing().sign(key, "JWT", claims))
                    .thenApply(jwt -> new ClientProof.Assertion(new Secret(jwt)));
        }
        String sealed = idp.sealedSecret();
        if (sealed == null) {
            return CompletableFuture.failedStage(new IllegalStateException("a provider with a secret has it"));
        }
        return ring.seal(state)
                .thenApplyAsync(
                        seal -> UpstreamSecret.prove(metadata, idp.id(), new SealedKey(sealed), seal, audience, now),
                        services.keyWork());
    }

    CompletionStage<Optional<UserId>> ownerOf(UpstreamCommand.ReserveIdentity command) {
        return services.reads()
                .findByIdentity(
                        slug, command.identity().idpId(), command.identity().subject());
    }

    /** @param owner who has it already */
    Reply reserve(UpstreamCommand.ReserveIdentity command, Optional<UserId> owner, Instant now) {
        return new UpstreamCommand.IdentityReserved(
                owner.orElseGet(() -> reservations.reserve(command.identity(), command.userId(), now)));
    }

    void release(UpstreamCommand.ReleaseIdentity command) {
        reservations.release(command.identity(), command.userId());
    }
}

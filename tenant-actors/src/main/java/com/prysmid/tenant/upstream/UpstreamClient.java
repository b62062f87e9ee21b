package com.prysmid.tenant.upstream;

import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One running workspace as a client of its upstream providers. Thread-safe; never blocks. */
public final class UpstreamClient {
    private final Presets presets;
    private final DiscoveredProviders discovered;
    private final OidcSignIn oidc;
    private final GitHubSignIn gitHub;

    /** @param keyWork parses and verifies: milliseconds of a core */
    public UpstreamClient(
            Slug workspace,
            Presets presets,
            Outbound outbound,
            Executor keyWork,
            CryptoProviders providers,
            Clock clock) {
        this.presets = presets;
        this.discovered = new DiscoveredProviders(workspace, outbound, keyWork, clock);
        TokenEndpoint tokens = new TokenEndpoint(workspace, outbound, keyWork);
        this.oidc = new OidcSignIn(workspace, presets, outbound, keyWork, providers, clock, tokens);
        this.gitHub = new GitHubSignIn(workspace, presets, outbound, keyWork, tokens);
    }

    /**
     * Where to send a browser; empty where the provider cannot be read, or is not the one that was configured.
     *
     * @param codeChallenge RFC 7636, S256
     * @param loginHint     whom we expect; null for nobody in particular
     * @param askAnew       whether the person shall choose or prove the account now, whoever is signed in there
     */
    public CompletionStage<Optional<String>> begin(
            IdpMetadata idp,
            String redirectUri,
            String state,
            String nonce,
            String codeChallenge,
            @Nullable String loginHint,
            boolean askAnew) {
        AuthorizationUrl.Question question =
                new AuthorizationUrl.Question(redirectUri, state, nonce, codeChallenge, loginHint, askAnew);
        if (idp.type() == Kind.GITHUB) {
            return CompletableFuture.completedStage(
                    Optional.of(AuthorizationUrl.of(idp, gitHub.authorizationEndpoint(), question)));
        }
        return provider(idp)
                .thenApply(found -> found.filter(provider -> IssuerRule.admits(idp, presets, provider))
                        .map(provider -> AuthorizationUrl.of(idp, provider.authorizationEndpoint(), question)));
    }

    /** Who came back. Completes normally, whatever the provider does. */
    public CompletionStage<UpstreamOutcome> complete(IdpMetadata idp, Answer answer, ClientProof proof) {
        if (idp.type() == Kind.GITHUB) {
            return gitHub.complete(idp, answer, proof);
        }
        return provider(idp)
                .thenCompose(found -> found.map(provider -> IssuerRule.admits(idp, presets, provider)
                                ? oidc.complete(idp, provider, answer, proof)
                                : failed(UpstreamOutcome.Failed.NOT_THE_ISSUER))
                        .orElseGet(() -> failed(UpstreamOutcome.Failed.UNREACHABLE)));
    }

    /** Whom a client assertion is for: the provider's issuer, and nobody whom a response could name instead. */
    public String audience(IdpMetadata idp) {
        return presets.issuer(idp);
    }

    private CompletionStage<Optional<ProviderMetadata>> provider(IdpMetadata idp) {
        return discovered.at(presets.issuer(idp));
    }

    private static CompletionStage<UpstreamOutcome> failed(UpstreamOutcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }
}

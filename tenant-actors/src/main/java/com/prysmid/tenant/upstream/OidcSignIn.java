package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.crypto.AssertionKeys;
import com.prysmid.tenant.crypto.Claims;
import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.crypto.IdTokenVerification;
import com.prysmid.tenant.outbound.FetchedKeys;
import com.prysmid.tenant.outbound.FetchedKeys.KeySet;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.upstream.TokenEndpoint.Tokens;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A sign-in by OpenID Connect: the code for an id token, which is verified, and userinfo for what it does not say. Thread-safe. */
final class OidcSignIn {
    private static final int MOST_BYTES = 64 * 1024;
    /** Of the id token alone, whatever userinfo may say. */
    private static final Set<String> PROTOCOL_CLAIMS =
            Set.of("iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "amr", "acr", "tid", "hd", "xms_edov");

    private final Slug workspace;
    private final Presets presets;
    private final Outbound outbound;
    private final Executor keyWork;
    private final CryptoProviders providers;
    private final Clock clock;
    private final FetchedKeys keys;
    private final TokenEndpoint tokens;

    OidcSignIn(
            Slug workspace,
            Presets presets,
            Outbound outbound,
            Executor keyWork,
            CryptoProviders providers,
            Clock clock,
            TokenEndpoint tokens) {
        this.workspace = workspace;
        this.presets = presets;
        this.outbound = outbound;
        this.keyWork = keyWork;
        this.providers = providers;
        this.clock = clock;
        this.keys = new FetchedKeys(workspace, outbound, keyWork, clock);
        this.tokens = tokens;
    }

    CompletionStage<UpstreamOutcome> complete(
            IdpMetadata idp, ProviderMetadata provider, Answer answer, ClientProof proof) {
        if (!IssuerRule.admitsResponse(provider, Optional.ofNullable(answer.iss()))) {
            return done(UpstreamOutcome.Failed.RESPONSE_OF_ANOTHER);
        }
        // Asked for at the same time: the code is not to wait for it.
        CompletionStage<Optional<KeySet>> known = keys.current(provider.jwksUri());
        return tokens.redeem(idp, provider.tokenEndpoint(), answer, proof).thenCompose(redeemed -> switch (redeemed) {
            case Tokens.None(var failure) -> done(failure);
            case Tokens.Had had when had.idToken() == null -> done(UpstreamOutcome.Failed.NO_ID_TOKEN);
            case Tokens.Had had ->
                known.thenCompose(set -> set.map(found -> verified(idp, provider, answer, had, found))
                        .orElseGet(() -> done(UpstreamOutcome.Failed.UNREACHABLE)));
        });
    }

    private CompletionStage<UpstreamOutcome> verified(
            IdpMetadata idp, ProviderMetadata provider, Answer answer, Tokens.Had had, KeySet known) {
        return CompletableFuture.supplyAsync(() -> verify(idp, provider, answer, had, known), keyWork)
                .thenCompose(first -> IdTokenVerification.mayHaveNewKey(first)
                        ? keys.newerThan(known, provider.jwksUri())
                                .thenApplyAsync(
                                        newer -> newer.map(set -> verify(idp, provider, answer, had, set))
                                                .orElse(first),
                                        keyWork)
                        : CompletableFuture.completedStage(first))
                .thenCompose(outcome -> switch (outcome) {
                    case IdTokenVerification.Outcome.Refused(var reason) -> done(UpstreamOutcome.Failed.of(reason));
                    case IdTokenVerification.Outcome.Verified(var claims) ->
                        withUserinfo(idp, provider, answer, claims, had.accessToken());
                });
    }

    private IdTokenVerification.Outcome verify(
            IdpMetadata idp, ProviderMetadata provider, Answer answer, Tokens.Had had, KeySet set) {
        AssertionKeys parsed;
        try {
            parsed = AssertionKeys.parse(set.jwks(), providers);
        } catch (IllegalArgumentException none) {
            return new IdTokenVerification.Outcome.Refused(IdTokenVerification.Refusal.UNKNOWN_KEY);
        }
        return IdTokenVerification.verify(
                String.valueOf(had.idToken()),
                parsed,
                new IdTokenVerification.Expected(IssuerRule.of(idp, presets, provider), idp.clientId(), answer.nonce()),
                had.accessToken(),
                clock.instant());
    }

    private CompletionStage<UpstreamOutcome> withUserinfo(
            IdpMetadata idp, ProviderMetadata provider, Answer answer, Claims token, @Nullable String accessToken) {
        String userinfo = provider.userinfo();
        Map<String, Object> claims = new LinkedHashMap<>(token.values());
        if (userinfo == null || accessToken == null || !lacksSomething(idp, claims)) {
            return done(proven(idp, answer, token, claims));
        }
        return outbound.send(
                        workspace,
                        OutboundRequest.get(userinfo, "application/json", MOST_BYTES)
                                .withBearer(new Secret(accessToken)))
                .thenApplyAsync(
                        outcome -> switch (outcome) {
                            case Outcome.Answered told
                            when told.isOk() ->
                                Json.object(told.text())
                                        .map(more -> merged(idp, answer, token, claims, more))
                                        .orElse(UpstreamOutcome.Failed.UNREACHABLE);
                            case Outcome.Answered other -> UpstreamOutcome.Failed.UNREACHABLE;
                            case Outcome.Refused refused -> UpstreamOutcome.Failed.UNREACHABLE;
                        },
                        keyWork);
    }

    private static boolean lacksSomething(IdpMetadata idp, Map<String, Object> claims) {
        return !claims.containsKey("email")
                || !claims.containsKey("name")
                || !idp.claims().values().stream().allMatch(claims::containsKey);
    }

    /** OpenID Connect Core §5.3.2: the subjects must be the same, or the access token is somebody else's. */
    private static UpstreamOutcome merged(
            IdpMetadata idp, Answer answer, Claims token, Map<String, Object> claims, JsonNode userinfo) {
        Map<String, Object> more = Json.members(userinfo);
        if (!String.valueOf(claims.get("sub")).equals(more.get("sub"))) {
            return UpstreamOutcome.Failed.ANOTHER_SUBJECT;
        }
        EmailTrust.takeOver(more, claims);
        more.forEach((name, value) -> {
            if (!PROTOCOL_CLAIMS.contains(name) && !name.startsWith("email")) {
                claims.putIfAbsent(name, value);
            }
        });
        return proven(idp, answer, token, claims);
    }

    private static UpstreamOutcome proven(IdpMetadata idp, Answer answer, Claims token, Map<String, Object> claims) {
        if (idp.type() == Kind.APPLE && answer.user() != null) {
            AppleUser.addNames(answer.user().reveal(), claims);
        }
        String subject = token.text("sub").orElseThrow();
        return new UpstreamOutcome.Proven(
                // Of one directory among many: a subject is that directory's.
                idp.type() == Kind.MICROSOFT ? token.text("tid").orElse("") + "/" + subject : subject,
                claims,
                EmailTrust.isVerified(idp, claims),
                token.texts("amr"));
    }

    private static CompletionStage<UpstreamOutcome> done(UpstreamOutcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }
}

package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.upstream.TokenEndpoint.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A sign-in at GitHub, which speaks OAuth 2.0 and no OpenID Connect: there is no id token, so the access token, had from the token
 * endpoint itself for our own code, is asked who it is of. Thread-safe.
 */
final class GitHubSignIn {
    private static final int MOST_BYTES = 128 * 1024;
    private static final String MEDIA_TYPE = "application/vnd.github+json, application/json;q=0.9";

    private final Slug workspace;
    private final Presets presets;
    private final Outbound outbound;
    private final Executor parsing;
    private final TokenEndpoint tokens;

    GitHubSignIn(Slug workspace, Presets presets, Outbound outbound, Executor parsing, TokenEndpoint tokens) {
        this.workspace = workspace;
        this.presets = presets;
        this.outbound = outbound;
        this.parsing = parsing;
        this.tokens = tokens;
    }

    String authorizationEndpoint() {
        return presets.github() + "/login/oauth/authorize";
    }

    CompletionStage<UpstreamOutcome> complete(IdpMetadata idp, Answer answer, ClientProof proof) {
        if (answer.iss() != null && !answer.iss().equals(presets.github() + "/login/oauth")) {
            return done(UpstreamOutcome.Failed.RESPONSE_OF_ANOTHER);
        }
        return tokens.redeem(idp, presets.github() + "/login/oauth/access_token", answer, proof)
                .thenCompose(redeemed -> switch (redeemed) {
                    case Tokens.None(var failure) -> done(failure);
                    case Tokens.Had had when had.accessToken() == null -> done(UpstreamOutcome.Failed.CODE_REFUSED);
                    case Tokens.Had had -> person(new Secret(String.valueOf(had.accessToken())));
                });
    }

    private CompletionStage<UpstreamOutcome> person(Secret accessToken) {
        CompletionStage<Optional<JsonNode>> user = get("/user", accessToken);
        CompletionStage<Optional<JsonNode>> emails = get("/user/emails", accessToken);
        return user.thenCombineAsync(emails, GitHubSignIn::read, parsing);
    }

    private CompletionStage<Optional<JsonNode>> get(String path, Secret accessToken) {
        return outbound.send(
                        workspace,
                        OutboundRequest.get(presets.githubApi() + path, MEDIA_TYPE, MOST_BYTES)
                                .withBearer(accessToken))
                .thenApplyAsync(
                        outcome -> outcome instanceof Outcome.Answered answer && answer.isOk()
                                ? Json.read(answer.text())
                                : Optional.empty(),
                        parsing);
    }

    private static UpstreamOutcome read(Optional<JsonNode> user, Optional<JsonNode> emails) {
        JsonNode id = user.map(told -> told.get("id")).orElse(null);
        if (user.isEmpty() || id == null || !id.isIntegralNumber() || !id.canConvertToLong()) {
            return UpstreamOutcome.Failed.UNREACHABLE;
        }
        Map<String, Object> claims = new LinkedHashMap<>(Json.members(user.get()));
        // The profile's own address is whatever somebody chose to show.
        claims.remove("email");
        claims.remove("email_verified");
        rename(claims, "login", "preferred_username");
        rename(claims, "avatar_url", "picture");
        rename(claims, "html_url", "profile");
        rename(claims, "blog", "website");
        emails.flatMap(GitHubSignIn::verifiedPrimary).ifPresent(email -> {
            claims.put("email", email);
            claims.put("email_verified", true);
        });
        return new UpstreamOutcome.Proven(
                Long.toString(id.longValue()), claims, claims.containsKey("email"), List.of());
    }

    private static Optional<String> verifiedPrimary(JsonNode emails) {
        for (JsonNode one : emails) {
            if (one.path("primary").asBoolean(false) && one.path("verified").asBoolean(false)) {
                return Json.text(one, "email");
            }
        }
        return Optional.empty();
    }

    private static void rename(Map<String, Object> claims, String from, String to) {
        Object value = claims.get(from);
        if (value != null) {
            claims.put(to, value);
        }
    }

    private static CompletionStage<UpstreamOutcome> done(UpstreamOutcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }
}

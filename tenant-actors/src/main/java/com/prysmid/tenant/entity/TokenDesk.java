package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.AssertionKeys;
import com.prysmid.tenant.crypto.ClientAssertionVerification;
import com.prysmid.tenant.crypto.JwtVerification;
import com.prysmid.tenant.crypto.JwtVerification.Expected;
import com.prysmid.tenant.crypto.JwtVerification.Expiry;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.crypto.SigningKey;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck;
import com.prysmid.tenant.decide.TokenDecisions;
import com.prysmid.tenant.decide.TokenDecisions.Issue;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticateClient;
import com.prysmid.tenant.protocol.TokenCommand.IssueTokens;
import com.prysmid.tenant.protocol.TokenCommand.IssuedTokens;
import com.prysmid.tenant.state.WorkspaceState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The signing and verifying around a workspace's tokens, all of it off the entity's thread. */
final class TokenDesk {
    private final TenantServices services;
    private final SigningRing ring;
    private final String issuer;
    private final ClientAssertionVerification assertions =
            new ClientAssertionVerification(ClientAssertionVerification.Limits.standard());

    TokenDesk(Slug slug, TenantServices services, SigningRing ring) {
        this.services = services;
        this.ring = ring;
        this.issuer = services.origin().issuer(slug);
    }

    CompletionStage<Reply> issue(WorkspaceState state, IssueTokens command) {
        Instant now = services.clock().instant();
        return switch (TokenDecisions.issue(state, command.grant(), issuer, services.random(), now)) {
            case Issue.Denied denied -> CompletableFuture.completedFuture(denied.refused());
            case Issue.Sign sign -> ring.signingKey(state, sign.key()).thenCompose(key -> sign(key, sign));
        };
    }

    private CompletionStage<Reply> sign(SigningKey key, Issue.Sign sign) {
        Map<String, Object> idClaims = sign.idClaims();
        return services.signing()
                .sign(key, TokenDecisions.ACCESS_TOKEN_TYPE, sign.accessClaims())
                .thenCompose(access -> idClaims == null
                        ? CompletableFuture.completedFuture(
                                new IssuedTokens(new Secret(access), sign.expiresInSeconds(), sign.scope(), null))
                        : services.signing()
                                .sign(key, TokenDecisions.ID_TOKEN_TYPE, withAccessTokenHash(idClaims, access))
                                .thenApply(id -> new IssuedTokens(
                                        new Secret(access), sign.expiresInSeconds(), sign.scope(), new Secret(id))));
    }

    CompletionStage<JwtVerification.Outcome> verifyAccessToken(WorkspaceState state, Secret token) {
        return verify(state, token.reveal(), new Expected(TokenDecisions.ACCESS_TOKEN_TYPE, issuer));
    }

    CompletionStage<JwtVerification.Outcome> verifyIdToken(WorkspaceState state, String token) {
        return verify(state, token, new Expected(TokenDecisions.ID_TOKEN_TYPE, issuer, Expiry.IGNORED));
    }

    private CompletionStage<JwtVerification.Outcome> verify(WorkspaceState state, String token, Expected expected) {
        Instant now = services.clock().instant();
        return ring.verificationKeys(state)
                .thenCompose(
                        keys -> services.signing().verify(token, kid -> SigningRing.find(keys, kid), expected, now));
    }

    CompletionStage<ClientAssertionVerification.Outcome> verifyAssertion(
            ClientCheck.NeedsAssertion check, AuthenticateClient command) {
        Instant now = services.clock().instant();
        return CompletableFuture.supplyAsync(
                () -> assertions.verify(
                        check.assertion().reveal(),
                        check.client().clientId(),
                        AssertionKeys.parse(check.jwks(), services.providers()),
                        Set.of(issuer, command.endpointUri()),
                        EnumSet.allOf(SigningAlgorithm.class),
                        now),
                services.keyWork());
    }

    String issuer() {
        return issuer;
    }

    /** OpenID Connect Core §3.1.3.6: the left half of the access token's hash. */
    private static Map<String, Object> withAccessTokenHash(Map<String, Object> claims, String accessToken) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            Map<String, Object> all = new LinkedHashMap<>(claims);
            all.put(
                    "at_hash",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2)));
            return all;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

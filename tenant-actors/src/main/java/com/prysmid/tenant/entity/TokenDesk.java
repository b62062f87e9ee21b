package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.AssertionKeys;
import com.prysmid.tenant.crypto.ClientAssertionVerification;
import com.prysmid.tenant.crypto.ContentDecryption;
import com.prysmid.tenant.crypto.JwtVerification;
import com.prysmid.tenant.crypto.JwtVerification.Expected;
import com.prysmid.tenant.crypto.JwtVerification.Expiry;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.crypto.SigningKey;
import com.prysmid.tenant.crypto.SoftwareStatements;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck;
import com.prysmid.tenant.decide.TokenDecisions;
import com.prysmid.tenant.decide.TokenDecisions.Issue;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticateClient;
import com.prysmid.tenant.protocol.TokenCommand.IssueTokens;
import com.prysmid.tenant.protocol.TokenCommand.IssuedTokens;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            case Issue.Sign sign -> sign(state, sign);
        };
    }

    private CompletionStage<Reply> sign(WorkspaceState state, Issue.Sign sign) {
        CompletionStage<SigningKey> accessKey = ring.signingKey(state, sign.key());
        Map<String, Object> idClaims = sign.idClaims();
        if (idClaims == null) {
            return accessKey
                    .thenCompose(
                            key -> services.signing().sign(key, TokenDecisions.ACCESS_TOKEN_TYPE, sign.accessClaims()))
                    .thenApply(access ->
                            new IssuedTokens(new Secret(access), sign.expiresInSeconds(), sign.scope(), null));
        }
        return accessKey
                .thenCombine(
                        ring.signingKey(state, sign.idKey()),
                        (key, idKey) -> services.signing()
                                .sign(key, TokenDecisions.ACCESS_TOKEN_TYPE, sign.accessClaims())
                                .thenCompose(access -> services.signing()
                                        .sign(
                                                idKey,
                                                TokenDecisions.ID_TOKEN_TYPE,
                                                withAccessTokenHash(idClaims, access, idKey))
                                        .<Reply>thenApply(id -> new IssuedTokens(
                                                new Secret(access),
                                                sign.expiresInSeconds(),
                                                sign.scope(),
                                                new Secret(id)))))
                .thenCompose(issued -> issued);
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

    /** What an app encrypted to one of this workspace's keys; what is inside is not verified yet. */
    CompletionStage<ContentDecryption.Outcome> decrypt(WorkspaceState state, String jwe) {
        return ring.decryptionKeys(state)
                .thenCompose(keys -> services.signing()
                        .work(() -> ContentDecryption.decrypt(jwe, kid -> Optional.ofNullable(keys.get(kid)))));
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

    /** RFC 7591 §2.3, §3.2.2. */
    CompletionStage<Reply> verifyStatement(WorkspaceState state, String statement) {
        String keys = state.settings().protocol().softwareStatementKeys();
        List<String> issuers = state.settings().protocol().softwareStatementIssuers();
        if (keys == null) {
            return CompletableFuture.completedFuture(statementRefused("unapproved_software_statement"));
        }
        Instant now = services.clock().instant();
        return CompletableFuture.supplyAsync(
                () -> switch (SoftwareStatements.verify(
                        statement, AssertionKeys.parse(keys, services.providers()), issuers, now)) {
                    case SoftwareStatements.Outcome.Approved(var json) -> new RegistrationCommand.StatementClaims(json);
                    case SoftwareStatements.Outcome.Invalid invalid -> statementRefused("invalid_software_statement");
                    case SoftwareStatements.Outcome.Unapproved unapproved ->
                        statementRefused("unapproved_software_statement");
                },
                services.keyWork());
    }

    private static Refused statementRefused(String code) {
        return Refused.of(Refused.Reason.INVALID, code, "This workspace does not believe the software statement.");
    }

    String issuer() {
        return issuer;
    }

    /** OpenID Connect Core §3.1.3.6: the left half of the access token's hash, by the hash of the id token's algorithm. */
    private static Map<String, Object> withAccessTokenHash(
            Map<String, Object> claims, String accessToken, SigningKey idKey) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("at_hash", idKey.algorithm().leftHalfOfHash(accessToken));
        return all;
    }
}

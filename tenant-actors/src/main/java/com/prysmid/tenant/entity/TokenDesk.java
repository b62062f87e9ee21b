package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.AssertionKeys;
import com.prysmid.tenant.crypto.ClientAssertionVerification;
import com.prysmid.tenant.crypto.ContentDecryption;
import com.prysmid.tenant.crypto.DecryptionKey;
import com.prysmid.tenant.crypto.JwtVerification;
import com.prysmid.tenant.crypto.JwtVerification.Expected;
import com.prysmid.tenant.crypto.JwtVerification.Expiry;
import com.prysmid.tenant.crypto.OpaqueTokens;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.crypto.SigningKey;
import com.prysmid.tenant.crypto.SoftwareStatements;
import com.prysmid.tenant.crypto.certificate.ClientCertificate;
import com.prysmid.tenant.decide.AppMessages;
import com.prysmid.tenant.decide.ClientDecisions;
import com.prysmid.tenant.decide.ClientDecisions.ClientCheck;
import com.prysmid.tenant.decide.LogoutTokens;
import com.prysmid.tenant.decide.PairwiseSector;
import com.prysmid.tenant.decide.TokenDecisions;
import com.prysmid.tenant.decide.TokenDecisions.Issue;
import com.prysmid.tenant.decide.TokenDecisions.Read;
import com.prysmid.tenant.decide.TokenDecisions.SignIdToken;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticateClient;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.IssueIdToken;
import com.prysmid.tenant.protocol.TokenCommand.IssueTokens;
import com.prysmid.tenant.protocol.TokenCommand.IssuedIdToken;
import com.prysmid.tenant.protocol.TokenCommand.IssuedTokens;
import com.prysmid.tenant.protocol.TokenCommand.LogoutToken;
import com.prysmid.tenant.protocol.TokenCommand.MakeLogoutToken;
import com.prysmid.tenant.protocol.TokenCommand.NameSubject;
import com.prysmid.tenant.protocol.TokenCommand.SignForApp;
import com.prysmid.tenant.protocol.TokenCommand.SignedForApp;
import com.prysmid.tenant.protocol.TokenCommand.SubjectName;
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
import java.util.function.Function;

/** The signing and verifying around a workspace's tokens, all of it off the entity's thread. */
final class TokenDesk {
    private final TenantServices services;
    private final SigningRing ring;
    private final TokenFormats formats;
    private final AppKeyDesk appKeys;
    private final String issuer;
    private final ClientAssertionVerification assertions =
            new ClientAssertionVerification(ClientAssertionVerification.Limits.standard());

    TokenDesk(Slug slug, TenantServices services, SigningRing ring, AppKeyDesk appKeys) {
        this.services = services;
        this.ring = ring;
        this.formats = new TokenFormats(slug, services, appKeys);
        this.appKeys = appKeys;
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
        // Whatever keys it takes are asked for here, on the entity's thread; what is done with them runs elsewhere.
        Function<Map<String, Object>, CompletionStage<Map<String, Object>>> naming =
                formats.naming(state, sign.sector());
        Function<Map<String, Object>, CompletionStage<String>> form = sign.opaque()
                ? formats.sealing(state)
                : signing(ring.signingKey(state, sign.key()), TokenDecisions.ACCESS_TOKEN_TYPE);
        CompletionStage<String> access = naming.apply(sign.accessClaims()).thenCompose(form);
        Map<String, Object> idClaims = sign.idClaims();
        if (idClaims == null) {
            return access.thenApply(
                    token -> new IssuedTokens(new Secret(token), sign.expiresInSeconds(), sign.scope(), null));
        }
        CompletionStage<SigningKey> idKey = ring.signingKey(state, sign.idKey());
        Function<String, CompletionStage<String>> encrypting = formats.encrypting(sign.app(), sign.idEncryption());
        return access.thenCompose(token -> idKey.thenCompose(key -> naming.apply(
                                withAccessTokenHash(idClaims, token, key))
                        .thenCompose(claims -> services.signing().sign(key, TokenDecisions.ID_TOKEN_TYPE, claims)))
                .thenCompose(encrypting)
                .thenApply(id ->
                        new IssuedTokens(new Secret(token), sign.expiresInSeconds(), sign.scope(), new Secret(id))));
    }

    /** OpenID Connect Core §3.2.2.10, §3.3.2.11. */
    CompletionStage<Reply> issueIdToken(WorkspaceState state, IssueIdToken command) {
        Instant now = services.clock().instant();
        return TokenDecisions.issueIdToken(state, command.grant(), command.code() == null, issuer, now)
                .map(sign -> sign(state, sign, command))
                .orElseGet(() -> CompletableFuture.completedFuture(ClientDecisions.refusal()));
    }

    private CompletionStage<Reply> sign(WorkspaceState state, SignIdToken sign, IssueIdToken command) {
        Function<Map<String, Object>, CompletionStage<Map<String, Object>>> naming =
                formats.naming(state, PairwiseSector.of(sign.app()).orElse(null));
        Function<String, CompletionStage<String>> encrypting =
                formats.encrypting(sign.app(), sign.app().metadata().tokens().idTokenEncryption());
        return ring.signingKey(state, sign.key())
                .thenCompose(key -> naming.apply(withHashes(sign.claims(), command, key))
                        .thenCompose(claims -> services.signing().sign(key, TokenDecisions.ID_TOKEN_TYPE, claims)))
                .thenCompose(encrypting)
                .thenApply(id -> new IssuedIdToken(new Secret(id)));
    }

    /** OpenID Connect Core §3.3.2.11 {@code c_hash}; {@code s_hash} as FAPI 1.0 Advanced §5.1.1 has it. */
    private static Map<String, Object> withHashes(Map<String, Object> claims, IssueIdToken command, SigningKey key) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        Secret code = command.code();
        if (code != null) {
            all.put("c_hash", key.algorithm().leftHalfOfHash(code.reveal()));
        }
        String requestState = command.state();
        if (requestState != null) {
            all.put("s_hash", key.algorithm().leftHalfOfHash(requestState));
        }
        return all;
    }

    /** A JWT that is no token of ours: what an app is told. */
    CompletionStage<Reply> signForApp(WorkspaceState state, SignForApp command) {
        Instant now = services.clock().instant();
        return switch (AppMessages.of(state, command, issuer, services.random(), now)) {
            case AppMessages.Message.Denied denied -> CompletableFuture.completedFuture(denied.refused());
            case AppMessages.Message.Sign sign -> {
                Function<Map<String, Object>, CompletionStage<String>> signing =
                        signing(ring.signingKey(state, sign.key()), sign.typ());
                Function<String, CompletionStage<String>> encrypting =
                        formats.encrypting(sign.app(), sign.encryption());
                yield formats.naming(state, sign.sector())
                        .apply(sign.claims())
                        .thenCompose(signing)
                        .thenCompose(encrypting)
                        .thenApply(jwt -> new SignedForApp(new Secret(jwt)));
            }
        };
    }

    /** The app is told of the user by the name that it knows. */
    CompletionStage<Reply> makeLogoutToken(WorkspaceState state, MakeLogoutToken command) {
        Instant now = services.clock().instant();
        return switch (LogoutTokens.make(state, command, issuer, services.random(), now)) {
            case LogoutTokens.Make.Denied denied -> CompletableFuture.completedFuture(denied.refused());
            case LogoutTokens.Make.Sign sign -> {
                Function<Map<String, Object>, CompletionStage<String>> signing =
                        signing(ring.signingKey(state, sign.key()), LogoutTokens.TYPE);
                yield formats.naming(state, sign.sector())
                        .apply(sign.claims())
                        .thenCompose(signing)
                        .thenApply(token -> new LogoutToken(sign.uri(), new Secret(token)));
            }
        };
    }

    CompletionStage<Reply> nameSubject(WorkspaceState state, NameSubject command) {
        String sector = state.apps()
                .find(command.clientId())
                .flatMap(PairwiseSector::of)
                .orElse(null);
        return formats.naming(state, sector)
                .apply(Map.of("sub", command.userId().value()))
                .thenApply(named -> new SubjectName((String) named.get("sub")));
    }

    /** Whether the workspace's pairwise key has to be made before the app can be told of a user. */
    static boolean lacksPairwiseKey(WorkspaceState state, String clientId) {
        return state.sealedPairwiseKey() == null
                && state.apps().find(clientId).flatMap(PairwiseSector::of).isPresent();
    }

    CompletionStage<String> makePairwiseKey(WorkspaceState state) {
        return formats.makePairwiseKey(state);
    }

    /** Empty for a token that is not ours, broken or expired. */
    CompletionStage<Optional<Read>> verifyAccessToken(WorkspaceState state, Secret token) {
        String text = token.reveal();
        return read(
                state,
                OpaqueTokens.isOpaque(text)
                        ? formats.openToken(
                                state, text, issuer, services.clock().instant())
                        : verify(state, text, new Expected(TokenDecisions.ACCESS_TOKEN_TYPE, issuer)));
    }

    /** Empty for an id token that is not ours; one that is may have expired. */
    CompletionStage<Optional<Read>> verifyIdToken(WorkspaceState state, String token) {
        return read(state, verify(state, token, new Expected(TokenDecisions.ID_TOKEN_TYPE, issuer, Expiry.IGNORED)));
    }

    private CompletionStage<Optional<Read>> read(
            WorkspaceState state, CompletionStage<JwtVerification.Outcome> verified) {
        TokenFormats.Users users = formats.users(state);
        return verified.thenCompose(outcome -> switch (outcome) {
            case JwtVerification.Outcome.Verified v -> {
                Map<String, Object> claims = v.claims().values();
                yield TokenDecisions.sectorOf(state, claims)
                        .map(sector -> users.named(v.claims().text("sub").orElse(""), sector)
                                .thenApply(user -> Optional.of(new Read(claims, user.orElse(null)))))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.of(new Read(claims, null))));
            }
            case JwtVerification.Outcome.Refused r -> CompletableFuture.completedFuture(Optional.empty());
        });
    }

    private Function<Map<String, Object>, CompletionStage<String>> signing(
            CompletionStage<SigningKey> key, String typ) {
        return claims -> key.thenCompose(opened -> services.signing().sign(opened, typ, claims));
    }

    private CompletionStage<JwtVerification.Outcome> verify(WorkspaceState state, String token, Expected expected) {
        Instant now = services.clock().instant();
        return ring.verificationKeys(state)
                .thenCompose(
                        keys -> services.signing().verify(token, kid -> SigningRing.find(keys, kid), expected, now));
    }

    /** For what an app encrypted to one of this workspace's keys; what is inside is not verified yet. Asked for on the entity's thread. */
    Function<String, CompletionStage<ContentDecryption.Outcome>> decrypting(WorkspaceState state) {
        CompletionStage<Map<String, DecryptionKey>> opened = ring.decryptionKeys(state);
        return jwe -> opened.thenCompose(keys -> services.signing()
                .work(() -> ContentDecryption.decrypt(jwe, kid -> Optional.ofNullable(keys.get(kid)))));
    }

    CompletionStage<ClientAssertionVerification.Outcome> verifyAssertion(
            ClientCheck.NeedsAssertion check, AuthenticateClient command) {
        return appKeys.use(check.keys(), jwks -> verifyAssertion(check, command, jwks), AppKeyDesk::mayHaveNewKey)
                .thenApply(outcome -> outcome.orElse(AppKeyDesk.NO_KEY));
    }

    private ClientAssertionVerification.Outcome verifyAssertion(
            ClientCheck.NeedsAssertion check, AuthenticateClient command, String jwks) {
        return AppKeyDesk.assertionKeys(jwks, services.providers())
                .map(keys -> assertions.verify(
                        check.assertion().reveal(),
                        check.client().clientId(),
                        keys,
                        command.audiences(issuer),
                        algorithms(check.client()),
                        services.clock().instant()))
                .orElse(AppKeyDesk.NO_KEY);
    }

    /** The one that the client registered, or all. */
    private static Set<SigningAlgorithm> algorithms(AuthenticatedClient client) {
        AppMetadata app = client.app();
        String registered = app == null ? null : app.clientAuth().signingAlg();
        return registered == null
                ? EnumSet.allOf(SigningAlgorithm.class)
                : SigningAlgorithm.named(registered).map(Set::of).orElse(Set.of());
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

    /** → whether the connection's certificate proves that it is the client. */
    CompletionStage<Boolean> verifyCertificate(ClientCheck.NeedsCertificate check, AuthenticateClient command) {
        Instant now = services.clock().instant();
        String presented = command.proof().certificate();
        return CompletableFuture.supplyAsync(
                () -> presented != null
                        && ClientCertificate.parse(presented)
                                .filter(certificate -> check.trust().admits(certificate, now))
                                .isPresent(),
                services.keyWork());
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

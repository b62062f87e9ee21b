package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** App metadata that is good as it stands, so that a test changes only what it is about. */
public final class AppDraft {
    String name = "Shop";
    String type = "web";
    List<String> redirectUris = List.of("https://rp.example/cb");
    List<String> postLogoutUris = List.of();
    List<String> grantTypes = List.of("authorization_code", "refresh_token");
    List<String> responseTypes = List.of("code");
    String method = "client_secret_basic";
    AppMetadata.Authorization authorization = AppMetadata.Authorization.DEFAULTS;

    @Nullable
    String jwks;

    @Nullable
    String jwksUri;

    String idTokenAlg = "RS256";
    String tokenFormat = "jwt";

    @Nullable
    String scope;

    @Nullable
    String logoUri;

    AppMetadata.Tokens tokens = AppMetadata.Tokens.DEFAULTS;
    AppMetadata.Logout logout = AppMetadata.Logout.DEFAULTS;

    public static AppMetadata web() {
        return new AppDraft().done();
    }

    static AppMetadata withRedirect(String type, String uri) {
        AppDraft draft = new AppDraft();
        draft.type = type;
        draft.redirectUris = List.of(uri);
        return draft.done();
    }

    public static AppMetadata withMethod(String method, @Nullable String jwks) {
        AppDraft draft = new AppDraft();
        draft.method = method;
        draft.jwks = jwks;
        return draft.done();
    }

    public static AppMetadata withIdTokenAlg(String alg) {
        AppDraft draft = new AppDraft();
        draft.idTokenAlg = alg;
        return draft.done();
    }

    /** @param jwks null: no keys of its own */
    public static AppMetadata withTokens(
            String redirectUri, String accessTokenFormat, AppMetadata.Tokens tokens, @Nullable String jwks) {
        AppDraft draft = new AppDraft();
        draft.redirectUris = List.of(redirectUri);
        draft.tokenFormat = accessTokenFormat;
        draft.tokens = tokens;
        draft.jwks = jwks;
        return draft.done();
    }

    /** Every algorithm that a key of ours is needed for. */
    static AppMetadata withAlgorithms(
            String accessToken, String userinfo, String introspection, String authorization, String request) {
        AppMetadata m = web();
        AppMetadata.Tokens t = m.tokens();
        AppMetadata.Authorization a = m.authorization();
        return new AppMetadata(
                m.clientName(),
                m.applicationType(),
                m.redirectUris(),
                m.postLogoutRedirectUris(),
                m.grantTypes(),
                m.responseTypes(),
                m.tokenEndpointAuthMethod(),
                m.jwks(),
                m.jwksUri(),
                m.idTokenSignedResponseAlg(),
                m.accessTokenFormat(),
                m.scope(),
                m.logoUri(),
                m.policyUri(),
                m.tosUri(),
                new AppMetadata.Authorization(
                        a.firstParty(),
                        a.implicitResponses(),
                        a.requestUris(),
                        a.requestObjectSigningAlg(),
                        new AppMetadata.JweAlgorithms(request, "A256GCM"),
                        a.requireSignedRequestObject(),
                        a.unsignedRequestObjects(),
                        a.requirePushedAuthorizationRequests(),
                        authorization,
                        a.authorizationEncryption(),
                        a.authorizationDetailsTypes(),
                        a.defaultMaxAge(),
                        a.requireAuthTime(),
                        a.defaultAcrValues(),
                        a.initiateLoginUri()),
                new AppMetadata.Tokens(
                        accessToken,
                        t.dpopBoundAccessTokens(),
                        t.tlsClientCertificateBoundAccessTokens(),
                        t.subjectType(),
                        t.sectorIdentifierUri(),
                        t.resources(),
                        t.claimMappings(),
                        t.idTokenEncryption(),
                        userinfo,
                        t.userinfoEncryption(),
                        introspection,
                        t.introspectionEncryption()),
                m.clientAuth(),
                m.logout(),
                m.ciba(),
                m.software());
    }

    AppMetadata done() {
        return new AppMetadata(
                name,
                type,
                redirectUris,
                postLogoutUris,
                grantTypes,
                responseTypes,
                method,
                jwks,
                jwksUri,
                idTokenAlg,
                tokenFormat,
                scope,
                logoUri,
                null,
                null,
                authorization,
                tokens,
                AppMetadata.ClientAuth.DEFAULTS,
                logout,
                AppMetadata.Ciba.DEFAULTS,
                AppMetadata.Software.DEFAULTS);
    }
}

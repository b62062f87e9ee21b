package com.prysmid.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoErrorResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole path, once, with a standard client library: from discovery to the audit journal. */
class EndToEndIT {
    private static final URI CALLBACK = URI.create("https://client.example/callback");
    private static final URI AFTER_LOGOUT = URI.create("https://client.example/bye");

    private final TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "e2e");

    @Test
    void signsInRefreshesCatchesAReplayLogsOutAndIsAllInTheAudit() throws Exception {
        String project = workspace.createProject("Shop");
        ClientID client = new ClientID(workspace
                .registerApp(project, """
                        {"client_name":"Shop","redirect_uris":["%s"],"post_logout_redirect_uris":["%s"],
                         "grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none"}""".formatted(CALLBACK, AFTER_LOGOUT))
                .get("client_id")
                .asText());
        String user = workspace.createUser("ada");
        OIDCProviderMetadata provider = discover();
        Browser browser = workspace.browser();

        CodeVerifier verifier = new CodeVerifier();
        State state = new State();
        Nonce nonce = new Nonce();
        Browser.Page page = browser.open(new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email", "offline_access"), client, CALLBACK)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI());
        assertThat(page.status()).isEqualTo(200);
        page = browser.submit(page, Map.of("username", "ada", "password", "a wrong password"));
        page = browser.submit(page, Map.of("username", "ada", "password", TestWorkspace.PASSWORD));

        AuthenticationSuccessResponse authorized =
                AuthenticationResponseParser.parse(page.leadsTo()).toSuccessResponse();
        assertThat(authorized.getState()).isEqualTo(state);
        assertThat(authorized.getIssuer()).isEqualTo(provider.getIssuer());

        OIDCTokens tokens = redeem(provider, client, authorized.getAuthorizationCode(), verifier);
        IDTokenClaimsSet identity = validator(provider, client).validate(tokens.getIDToken(), nonce);
        assertThat(identity.getSubject().getValue()).isEqualTo(user);
        SignedJWT accessToken = SignedJWT.parse(tokens.getAccessToken().getValue());
        assertThat(accessToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(accessToken.getHeader().getType().getType()).isEqualTo("at+jwt");

        UserInfo info = UserInfoResponse.parse(send(userInfo(provider, tokens)))
                .toSuccessResponse()
                .getUserInfo();
        assertThat(info.getSubject()).isEqualTo(identity.getSubject());
        assertThat(info.getEmailAddress()).isEqualTo("ada@example.com");
        assertThat(info.getName()).isEqualTo("Ada Lovelace");

        RefreshToken first = tokens.getRefreshToken();
        OIDCTokens refreshed =
                OIDCTokenResponse.parse(send(refresh(provider, client, first))).getOIDCTokens();
        assertThat(refreshed.getRefreshToken()).isNotEqualTo(first);
        assertThat(validator(provider, client)
                        .validate(refreshed.getIDToken(), null)
                        .getSubject())
                .isEqualTo(identity.getSubject());

        assertThat(error(refresh(provider, client, first))).isEqualTo("invalid_grant");
        assertThat(error(refresh(provider, client, refreshed.getRefreshToken())))
                .as("the family is revoked")
                .isEqualTo("invalid_grant");
        assertThat(UserInfoErrorResponse.parse(send(userInfo(provider, refreshed)))
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_token");

        assertThat(browser.open(new LogoutRequest(
                                        provider.getEndSessionEndpointURI(),
                                        tokens.getIDToken(),
                                        AFTER_LOGOUT,
                                        new State("bye"))
                                .toURI())
                        .leadsTo())
                .hasToString(AFTER_LOGOUT + "?state=bye");

        assertThat(auditTypes())
                .containsExactly(
                        "service_account.created",
                        "workspace.provisioned",
                        "service_account.created",
                        "project.created",
                        "app.registered",
                        "user.created",
                        "user.sign_in_failed",
                        "user.signed_in",
                        "refresh_token.reused",
                        "token.refused",
                        "user.signed_out");
    }

    private OIDCProviderMetadata discover() throws Exception {
        HTTPRequest request = new OIDCProviderConfigurationRequest(new Issuer(workspace.issuer())).toHTTPRequest();
        OIDCProviderMetadata provider = OIDCProviderMetadata.parse(send(request).getBodyAsJSONObject());
        assertThat(provider.getIssuer().getValue()).isEqualTo(workspace.issuer());
        return provider;
    }

    private OIDCTokens redeem(
            OIDCProviderMetadata provider, ClientID client, AuthorizationCode code, CodeVerifier verifier)
            throws Exception {
        TokenRequest request = new TokenRequest.Builder(
                        provider.getTokenEndpointURI(), client, new AuthorizationCodeGrant(code, CALLBACK, verifier))
                .build();
        return ((OIDCTokenResponse) OIDCTokenResponseParser.parse(send(request.toHTTPRequest()))).getOIDCTokens();
    }

    private static HTTPRequest refresh(OIDCProviderMetadata provider, ClientID client, RefreshToken token) {
        return new TokenRequest.Builder(provider.getTokenEndpointURI(), client, new RefreshTokenGrant(token))
                .build()
                .toHTTPRequest();
    }

    private static HTTPRequest userInfo(OIDCProviderMetadata provider, OIDCTokens tokens) {
        return new UserInfoRequest(provider.getUserInfoEndpointURI(), tokens.getBearerAccessToken()).toHTTPRequest();
    }

    private IDTokenValidator validator(OIDCProviderMetadata provider, ClientID client) throws Exception {
        JWKSet keys = JWKSet.parse(send(new HTTPRequest(HTTPRequest.Method.GET, provider.getJWKSetURI()))
                .getBody());
        return new IDTokenValidator(provider.getIssuer(), client, JWSAlgorithm.RS256, keys);
    }

    private String error(HTTPRequest request) throws Exception {
        return TokenErrorResponse.parse(send(request)).getErrorObject().getCode();
    }

    private com.nimbusds.oauth2.sdk.http.HTTPResponse send(HTTPRequest request) throws Exception {
        return workspace.trusting(request).send();
    }

    /** Oldest first, and their numbers have no gap. */
    private List<String> auditTypes() {
        JsonNode page = workspace.admin().get("/admin/v1/audit?limit=200").expect(200);
        assertThat(page.get("next_cursor").isNull()).isTrue();
        List<String> types = new ArrayList<>();
        long number = page.get("items").size();
        for (JsonNode entry : page.get("items")) {
            assertThat(entry.get("seq").asLong()).isEqualTo(number--);
            types.addFirst(entry.get("type").asText());
        }
        return types;
    }
}

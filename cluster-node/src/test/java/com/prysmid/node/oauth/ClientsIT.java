package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** How clients prove who they are, and what introspection and revocation say of their tokens. */
class ClientsIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "clients");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final String PROJECT = WORKSPACE.createProject("Machines");

    @Test
    void clientSecretBasic() throws Exception {
        JsonNode app = machine("client_secret_basic", "");
        assertThat(token(basic(app), "read").getLifetime()).isEqualTo(900);
        assertThat(error(new ClientSecretPost(id(app), secret(app)), "read"))
                .as("another method than the registered one")
                .isEqualTo("invalid_client");
        assertThat(error(new ClientSecretBasic(id(app), new Secret("wrong")), "read"))
                .isEqualTo("invalid_client");
    }

    @Test
    void clientSecretPost() throws Exception {
        JsonNode app = machine("client_secret_post", "");
        assertThat(token(new ClientSecretPost(id(app), secret(app)), "read").getScope())
                .isEqualTo(new Scope("read"));
        assertThat(error(basic(app), "read")).isEqualTo("invalid_client");
    }

    @Test
    void privateKeyJwtIsGoodOnceAndOnlyWithTheRegisteredKey() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        JsonNode app = machine(
                "private_key_jwt", ",\"jwks\":{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}");
        PrivateKeyJWT assertion = new PrivateKeyJWT(id(app), TOKEN, JWSAlgorithm.RS256, key.toPrivateKey(), "k1", null);
        token(assertion, "read");
        assertThat(error(assertion, "read")).as("the same assertion again").isEqualTo("invalid_client");

        RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertThat(error(
                        new PrivateKeyJWT(id(app), TOKEN, JWSAlgorithm.RS256, other.toPrivateKey(), "k1", null),
                        "read"))
                .isEqualTo("invalid_client");
        assertThat(error(
                        new PrivateKeyJWT(
                                id(app),
                                URI.create("https://elsewhere.example/token"),
                                JWSAlgorithm.RS256,
                                key.toPrivateKey(),
                                "k1",
                                null),
                        "read"))
                .as("an assertion for another server")
                .isEqualTo("invalid_client");
    }

    @Test
    void anAppCannotAskForMoreThanItRegistered() throws Exception {
        JsonNode app = machine("client_secret_basic", "");
        assertThat(error(basic(app), "write")).isEqualTo("invalid_scope");
        assertThat(error(basic(app), "urn:prysmid:admin")).isEqualTo("invalid_scope");
    }

    @Test
    void aPublicAppHasNoClientCredentials() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "dave");
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, TOKEN);
        request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        request.setBody("grant_type=client_credentials&client_id=" + app.client());
        HTTPResponse response = WORKSPACE.trusting(request).send();
        assertThat(TokenErrorResponse.parse(response).getErrorObject().getCode())
                .isEqualTo("unauthorized_client");
    }

    @Test
    void aRotatedSecretReplacesTheOldOneAtOnce() throws Exception {
        JsonNode app = machine("client_secret_basic", "");
        JsonNode rotated = WORKSPACE
                .admin()
                .post(
                        "/admin/v1/projects/" + PROJECT + "/apps/"
                                + app.get("client_id").asText() + "/secret",
                        "")
                .expect(200);
        assertThat(error(basic(app), "read")).isEqualTo("invalid_client");
        token(basic(rotated), "read");
    }

    @Test
    void introspectionTellsWhatIsTrueNow() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "erin");
        JsonNode machine = machine(app.project(), "client_secret_basic", "");
        OIDCTokens tokens = app.tokens();

        TokenIntrospectionSuccessResponse access = introspect(machine, tokens.getAccessToken());
        assertThat(access.isActive()).isTrue();
        assertThat(access.getClientID()).isEqualTo(app.client());
        assertThat(access.getIssuer().getValue()).isEqualTo(WORKSPACE.issuer());

        revoke(app.client(), tokens.getRefreshToken());
        assertThat(introspect(machine, tokens.getAccessToken()).isActive())
                .as("its family is revoked")
                .isFalse();
        assertThat(introspect(machine, tokens.getAccessToken()).toJSONObject())
                .as("and nothing else is told")
                .hasSize(1);
    }

    @Test
    void aLockedUsersTokensEndAtOnce() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "frank");
        JsonNode machine = machine(app.project(), "client_secret_basic", "");
        OIDCTokens tokens = app.tokens();
        String user = SignedJWT.parse(tokens.getAccessToken().getValue())
                .getJWTClaimsSet()
                .getSubject();
        WORKSPACE.admin().post("/admin/v1/users/" + user + "/lock", "").expect(200);

        assertThat(introspect(machine, tokens.getAccessToken()).isActive()).isFalse();
        assertThat(SignedIn.refresh(WORKSPACE, app.client(), tokens.getRefreshToken())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void revokingAnAccessTokenEndsItAlone() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "grace");
        JsonNode machine = machine(app.project(), "client_secret_basic", "");
        OIDCTokens tokens = app.tokens();
        revoke(app.client(), tokens.getAccessToken());
        assertThat(introspect(machine, tokens.getAccessToken()).isActive()).isFalse();
        assertThat(SignedIn.refresh(WORKSPACE, app.client(), tokens.getRefreshToken())
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void rotatingTheSigningKeyBreaksNobody() throws Exception {
        JsonNode machine = machine("client_secret_basic", "");
        AccessToken before = token(basic(machine), "read");
        String oldKey = SignedJWT.parse(before.getValue()).getHeader().getKeyID();
        WORKSPACE.admin().post("/admin/v1/keys/rotate", "").expect(200);
        AccessToken after = token(basic(machine), "read");
        assertThat(SignedJWT.parse(after.getValue()).getHeader().getKeyID()).isNotEqualTo(oldKey);
        assertThat(introspect(machine, before).isActive()).isTrue();
        assertThat(WORKSPACE.browser().open(WORKSPACE.uri("/oauth/v2/keys")).html())
                .contains(oldKey)
                .contains(SignedJWT.parse(after.getValue()).getHeader().getKeyID())
                .doesNotContain("\"d\":");
    }

    private static JsonNode machine(String method, String more) {
        return machine(PROJECT, method, more);
    }

    private static JsonNode machine(String project, String method, String more) {
        return WORKSPACE.registerApp(project, """
                {"client_name":"machine","grant_types":["client_credentials"],"response_types":[],"scope":"read",
                 "token_endpoint_auth_method":"%s"%s}""".formatted(method, more));
    }

    private static ClientID id(JsonNode app) {
        return new ClientID(app.get("client_id").asText());
    }

    private static Secret secret(JsonNode app) {
        return new Secret(app.get("client_secret").asText());
    }

    private static ClientSecretBasic basic(JsonNode app) {
        return new ClientSecretBasic(id(app), secret(app));
    }

    private static HTTPResponse request(ClientAuthentication client, String scope) throws Exception {
        return WORKSPACE
                .trusting(new TokenRequest(TOKEN, client, new ClientCredentialsGrant(), Scope.parse(scope))
                        .toHTTPRequest())
                .send();
    }

    private static AccessToken token(ClientAuthentication client, String scope) throws Exception {
        return AccessTokenResponse.parse(request(client, scope)).getTokens().getAccessToken();
    }

    private static String error(ClientAuthentication client, String scope) throws Exception {
        return TokenErrorResponse.parse(request(client, scope)).getErrorObject().getCode();
    }

    private static TokenIntrospectionSuccessResponse introspect(JsonNode machine, Token token) throws Exception {
        return TokenIntrospectionResponse.parse(WORKSPACE
                        .trusting(new TokenIntrospectionRequest(
                                        WORKSPACE.uri("/oauth/v2/introspect"), basic(machine), token)
                                .toHTTPRequest())
                        .send())
                .toSuccessResponse();
    }

    private static void revoke(ClientID client, Token token) throws Exception {
        assertThat(WORKSPACE
                        .trusting(new TokenRevocationRequest(WORKSPACE.uri("/oauth/v2/revoke"), client, token)
                                .toHTTPRequest())
                        .send()
                        .getStatusCode())
                .isEqualTo(200);
    }
}

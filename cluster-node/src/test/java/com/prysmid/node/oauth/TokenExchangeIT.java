package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.TypelessAccessToken;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 8693: a service passes a person's token on to the next, and never more than it was given. */
class TokenExchangeIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "exchange");
    private static final URI TOKEN = WORKSPACE.uri("/oauth/v2/token");
    private static final String PROJECT = WORKSPACE.createProject("Services");
    private static final ClientSecretBasic ORDERS = service("Orders", "https://billing.example");
    private static final ClientSecretBasic BILLING = service("Billing", "https://ledger.example");

    @Test
    void aServiceTakesThePersonsPlaceAtTheNextOneAndAnotherActsForBoth() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "alma");
        OIDCTokens person = app.tokens();
        HTTPResponse response =
                exchange(ORDERS, person.getAccessToken(), null, "https://billing.example", new Scope("openid"));
        assertThat(response.getBodyAsJSONObject())
                .containsEntry("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .doesNotContainKeys("refresh_token", "id_token");
        JWTClaimsSet impersonated = claims(token(response));
        assertThat(impersonated.getSubject())
                .isEqualTo(claims(person.getAccessToken()).getSubject());
        assertThat(impersonated.getAudience()).containsExactly("https://billing.example");
        assertThat(impersonated.getStringClaim("client_id"))
                .isEqualTo(ORDERS.getClientID().getValue());
        assertThat(impersonated.getStringClaim("scope")).isEqualTo("openid");
        assertThat(impersonated.getClaim("act")).isNull();
        assertThat(impersonated.getExpirationTime())
                .isBeforeOrEqualTo(claims(person.getAccessToken()).getExpirationTime());

        AccessToken delegated =
                token(exchange(ORDERS, person.getAccessToken(), machineToken(ORDERS), null, new Scope("openid")));
        assertThat(claims(delegated).getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", ORDERS.getClientID().getValue()));
        AccessToken further =
                token(exchange(BILLING, delegated, machineToken(BILLING), "https://ledger.example", null));
        assertThat(claims(further).getJSONObjectClaim("act"))
                .isEqualTo(Map.of(
                        "sub", BILLING.getClientID().getValue(),
                        "act", Map.of("sub", ORDERS.getClientID().getValue())));
        assertThat(introspect(BILLING, further).toString()).contains("act");

        JsonNode audit = WORKSPACE
                .admin()
                .get("/admin/v1/audit?type=token.exchanged&target="
                        + claims(person.getAccessToken()).getSubject())
                .expect(200);
        assertThat(audit.get("items")).hasSize(3);
        assertThat(audit.get("items").get(0).get("actor").get("id").asText())
                .isEqualTo(BILLING.getClientID().getValue());
    }

    @Test
    void aServiceAccountIsAnActor() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "anna");
        AccessToken admin = new BearerAccessToken(WORKSPACE.adminToken());
        assertThat(claims(token(exchange(ORDERS, app.tokens().getAccessToken(), admin, null, null)))
                        .getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", "bootstrap-admin"));
    }

    @Test
    void nothingIsWidened() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "bea");
        AccessToken person = app.tokens().getAccessToken();
        assertThat(error(exchange(ORDERS, person, null, "https://ledger.example", null)))
                .as("a resource of others")
                .isEqualTo("invalid_target");
        assertThat(error(exchange(ORDERS, person, null, null, new Scope("openid", "phone"))))
                .as("a scope the token does not have")
                .isEqualTo("invalid_scope");
        AccessToken narrow = token(exchange(ORDERS, person, null, null, new Scope("openid")));
        assertThat(error(exchange(BILLING, narrow, null, null, new Scope("openid", "email"))))
                .as("what was narrowed stays narrow")
                .isEqualTo("invalid_scope");
        AccessToken elsewhere = token(exchange(ORDERS, person, null, "https://billing.example", null));
        assertThat(error(exchange(BILLING, elsewhere, null, null, null)))
                .as("a token for a resource that is not Billing's")
                .isEqualTo("invalid_request");
    }

    @Test
    void whatEndsTheFamilyEndsTheExchangedToken() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "cleo");
        OIDCTokens person = app.tokens();
        AccessToken exchanged = token(exchange(ORDERS, person.getAccessToken(), null, null, null));
        assertThat(active(exchanged)).isTrue();
        String user = claims(exchanged).getSubject();
        WORKSPACE.admin().post("/admin/v1/users/" + user + "/lock", "").expect(200);
        assertThat(active(exchanged)).as("a locked user's").isFalse();
        assertThat(error(exchange(ORDERS, person.getAccessToken(), null, null, null)))
                .isEqualTo("invalid_request");
    }

    @Test
    void theEndOfTheAppThatItWasGrantedToIsTheEnd() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "dina");
        OIDCTokens person = app.tokens();
        AccessToken exchanged = token(exchange(ORDERS, person.getAccessToken(), null, null, null));
        String project = null;
        for (JsonNode each : WORKSPACE
                .admin()
                .get("/admin/v1/projects?limit=200")
                .expect(200)
                .get("items")) {
            if (each.get("name").asText().equals("Shop of dina")) {
                project = each.get("id").asText();
            }
        }
        WORKSPACE
                .admin()
                .delete("/admin/v1/projects/" + project + "/apps/"
                        + app.client().getValue())
                .expect(204);
        assertThat(active(exchanged)).isFalse();
        assertThat(error(exchange(ORDERS, exchanged, null, null, null))).isEqualTo("invalid_request");
    }

    @Test
    void onlyTokensOfPersonsThatHoldAreExchangedAndOnlyByAppsThatMay() throws Exception {
        SignedIn app = SignedIn.prepare(WORKSPACE, "edda");
        AccessToken person = app.tokens().getAccessToken();
        assertThat(error(exchange(ORDERS, machineToken(ORDERS), null, null, null)))
                .as("nobody is behind it")
                .isEqualTo("invalid_request");
        assertThat(error(exchange(ORDERS, new BearerAccessToken(person.getValue() + "x"), null, null, null)))
                .isEqualTo("invalid_request");
        assertThat(error(exchange(ORDERS, person, new BearerAccessToken("forged"), null, null)))
                .isEqualTo("invalid_request");
        ClientSecretBasic other = credentials(WORKSPACE.registerApp(PROJECT, """
            {"client_name":"Other","response_types":[],"grant_types":["client_credentials"]}\
            """));
        assertThat(error(exchange(other, person, null, null, null))).isEqualTo("unauthorized_client");
        WORKSPACE.admin().post("/admin/v1/projects/" + PROJECT + "/apps", """
            {"client_name":"Public","response_types":[],"token_endpoint_auth_method":"none",
             "grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"]}\
            """).expect(422);
    }

    private static ClientSecretBasic service(String name, String resource) {
        return credentials(WORKSPACE.registerApp(PROJECT, """
            {"client_name":"%s","response_types":[],"scope":"openid profile email read","resources":["%s"],
             "grant_types":["urn:ietf:params:oauth:grant-type:token-exchange","client_credentials"]}\
            """.formatted(name, resource)));
    }

    private static ClientSecretBasic credentials(JsonNode app) {
        return new ClientSecretBasic(
                new ClientID(app.get("client_id").asText()),
                new Secret(app.get("client_secret").asText()));
    }

    private static AccessToken machineToken(ClientAuthentication client) throws Exception {
        return token(send(new TokenRequest(TOKEN, client, new ClientCredentialsGrant(), new Scope("read"))));
    }

    private static HTTPResponse exchange(
            ClientAuthentication client,
            AccessToken subject,
            @Nullable AccessToken actor,
            @Nullable String audience,
            @Nullable Scope scope)
            throws IOException {
        TokenExchangeGrant grant = new TokenExchangeGrant(
                subject,
                TokenTypeURI.ACCESS_TOKEN,
                actor,
                actor == null ? null : TokenTypeURI.ACCESS_TOKEN,
                TokenTypeURI.ACCESS_TOKEN,
                audience == null ? null : List.of(new Audience(audience)));
        return send(new TokenRequest(TOKEN, client, grant, scope));
    }

    private static HTTPResponse send(TokenRequest request) throws IOException {
        return WORKSPACE.trusting(request.toHTTPRequest()).send();
    }

    private static AccessToken token(HTTPResponse response) throws Exception {
        return AccessTokenResponse.parse(response).getTokens().getAccessToken();
    }

    private static JWTClaimsSet claims(AccessToken token) throws Exception {
        return SignedJWT.parse(token.getValue()).getJWTClaimsSet();
    }

    private static boolean active(AccessToken token) throws Exception {
        return TokenIntrospectionResponse.parse(WORKSPACE
                        .trusting(new TokenIntrospectionRequest(
                                        WORKSPACE.uri("/oauth/v2/introspect"),
                                        ORDERS,
                                        new TypelessAccessToken(token.getValue()))
                                .toHTTPRequest())
                        .send())
                .toSuccessResponse()
                .isActive();
    }

    private static Map<String, Object> introspect(ClientAuthentication client, AccessToken token) throws Exception {
        return WORKSPACE
                .trusting(new TokenIntrospectionRequest(
                                WORKSPACE.uri("/oauth/v2/introspect"),
                                client,
                                new TypelessAccessToken(token.getValue()))
                        .toHTTPRequest())
                .send()
                .getBodyAsJSONObject();
    }

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }
}

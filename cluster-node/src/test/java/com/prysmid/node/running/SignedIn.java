package com.prysmid.node.running;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A public app of a workspace with one user, and what a client library does with them. */
public final class SignedIn {
    public static final URI CALLBACK = URI.create("https://client.example/callback");

    private final TestWorkspace workspace;
    private final String project;
    private final ClientID client;
    private final Browser browser;
    private final String username;

    private SignedIn(TestWorkspace workspace, String project, ClientID client, Browser browser, String username) {
        this.workspace = workspace;
        this.project = project;
        this.client = client;
        this.browser = browser;
        this.username = username;
    }

    /** Registers the app and creates the user; nobody is signed in yet. */
    public static SignedIn prepare(TestWorkspace workspace, String username) {
        String project = workspace.createProject("Shop of " + username);
        ClientID client = new ClientID(workspace
                .registerApp(project, """
                    {"client_name":"Shop","redirect_uris":["%s"],
                     "grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none"}\
                    """.formatted(CALLBACK))
                .get("client_id")
                .asText());
        workspace.createUser(username);
        return new SignedIn(workspace, project, client, workspace.browser(), username);
    }

    /** A code with the verifier that goes with it. */
    public record Code(AuthorizationCode code, CodeVerifier verifier) {}

    /** The id of the app's project, which no other app is in. */
    public String project() {
        return project;
    }

    public ClientID client() {
        return client;
    }

    public Browser browser() {
        return browser;
    }

    public URI authorizationRequest(CodeVerifier verifier) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email", "offline_access"), client, CALLBACK)
                .endpointURI(workspace.uri("/oauth/v2/authorize"))
                .state(new State())
                .nonce(new Nonce())
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Signs in, unless the browser's session does. */
    public Code authorize() throws ParseException {
        CodeVerifier verifier = new CodeVerifier();
        Browser.Page page = browser.open(authorizationRequest(verifier));
        if (page.status() == 200) {
            page = browser.submit(page, Map.of("username", username, "password", TestWorkspace.PASSWORD));
        }
        return new Code(
                AuthenticationResponseParser.parse(page.leadsTo())
                        .toSuccessResponse()
                        .getAuthorizationCode(),
                verifier);
    }

    public OIDCTokens tokens() throws IOException, ParseException {
        Code code = authorize();
        return OIDCTokenResponse.parse(redeem(workspace, client, code)).getOIDCTokens();
    }

    /** @param at the workspace asked, which may be another one */
    public static HTTPResponse redeem(TestWorkspace at, ClientID client, Code code) throws IOException {
        return redeem(at, client, code, CALLBACK);
    }

    public static HTTPResponse redeem(TestWorkspace at, ClientID client, Code code, URI callback) throws IOException {
        return grant(at, client, new AuthorizationCodeGrant(code.code(), callback, code.verifier()));
    }

    public static HTTPResponse refresh(TestWorkspace at, ClientID client, RefreshToken token) throws IOException {
        return grant(at, client, new RefreshTokenGrant(token));
    }

    private static HTTPResponse grant(TestWorkspace at, ClientID client, AuthorizationGrant grant) throws IOException {
        return at.trusting(new TokenRequest.Builder(at.uri("/oauth/v2/token"), client, grant)
                        .build()
                        .toHTTPRequest())
                .send();
    }
}

package com.prysmid.node.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A confidential app as a certification suite has one: no PKCE, requests written parameter by parameter. */
public final class RelyingParty {
    public static final URI CALLBACK = URI.create("https://client.example/callback");

    private final TestWorkspace workspace;
    private final ClientID client;
    private final Secret secret;
    private final URI redirectUri;

    private RelyingParty(TestWorkspace workspace, ClientID client, Secret secret, URI redirectUri) {
        this.workspace = workspace;
        this.client = client;
        this.secret = secret;
        this.redirectUri = redirectUri;
    }

    /** @param members of RFC 7591 as JSON, after a comma; may be empty */
    public static RelyingParty register(TestWorkspace workspace, String projectId, URI redirectUri, String members) {
        JsonNode app = workspace.registerApp(
                projectId,
                "{\"client_name\":\"Suite\",\"redirect_uris\":[\"" + redirectUri
                        + "\"],\"token_endpoint_auth_method\":\"client_secret_basic\"" + members + "}");
        return new RelyingParty(
                workspace,
                new ClientID(app.get("client_id").asText()),
                new Secret(app.get("client_secret").asText()),
                redirectUri);
    }

    public static RelyingParty register(TestWorkspace workspace, String members) {
        return register(workspace, workspace.createProject("Suite"), CALLBACK, members);
    }

    public ClientID client() {
        return client;
    }

    public Secret secret() {
        return secret;
    }

    public URI endpoint() {
        return workspace.uri("/oauth/v2/authorize");
    }

    /** @param changes names and values in turn; an empty value takes the parameter out */
    public Map<String, String> parameters(String... changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client.getValue());
        parameters.put("redirect_uri", redirectUri.toString());
        parameters.put("response_type", "code");
        parameters.put("scope", "openid");
        parameters.put("state", "state-1");
        parameters.put("nonce", "nonce-1");
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    public URI request(String... changes) {
        return URI.create(endpoint() + "?"
                + parameters(changes).entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Where the request leads by itself. */
    public Browser.Page open(Browser browser, String... changes) {
        return browser.open(request(changes));
    }

    /** Signs in on the page that the request must lead to. */
    public Browser.Page signIn(Browser browser, String username, String... changes) {
        return signIn(browser, username, open(browser, changes));
    }

    public static Browser.Page signIn(Browser browser, String username, Browser.Page page) {
        if (!asksToSignIn(page)) {
            throw new AssertionError(
                    "no sign-in page: " + page.status() + " " + page.response().headers());
        }
        return browser.submit(page, Map.of("username", username, "password", TestWorkspace.PASSWORD));
    }

    public static boolean asksToSignIn(Browser.Page page) {
        return page.status() == 200 && page.html().contains("name=\"password\"");
    }

    public static AuthenticationResponse response(Browser.Page page) throws ParseException {
        return AuthenticationResponseParser.parse(page.leadsTo());
    }

    public HTTPResponse redeem(Browser.Page page, @Nullable CodeVerifier verifier) throws ParseException, IOException {
        return redeem(response(page).toSuccessResponse().getAuthorizationCode(), verifier);
    }

    public HTTPResponse redeem(AuthorizationCode code, @Nullable CodeVerifier verifier) throws IOException {
        return workspace
                .trusting(new TokenRequest.Builder(
                                workspace.uri("/oauth/v2/token"),
                                new ClientSecretBasic(client, secret),
                                new AuthorizationCodeGrant(code, redirectUri, verifier))
                        .build()
                        .toHTTPRequest())
                .send();
    }

    public OIDCTokens tokens(Browser.Page page) throws ParseException, IOException {
        return OIDCTokenResponse.parse(redeem(page, null)).getOIDCTokens();
    }
}

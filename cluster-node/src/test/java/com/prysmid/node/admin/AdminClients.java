package com.prysmid.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;

/** Service accounts that call the admin API with roles of their own. */
final class AdminClients {
    private AdminClients() {}

    /** A new service account's admin API. */
    static Api withRoles(TestWorkspace workspace, String... roles) {
        JsonNode account = workspace
                .admin()
                .post("/admin/v1/service-accounts", "{\"name\":\"robot\",\"roles\":[" + quoted(roles) + "]}")
                .expect(201);
        return of(workspace, account);
    }

    /** The admin API of a service account as its creation was answered. */
    static Api of(TestWorkspace workspace, JsonNode account) {
        return new Api(
                RunningDev.shared().tls(),
                workspace.issuer(),
                token(
                        workspace,
                        account.get("client_id").asText(),
                        account.get("client_secret").asText()));
    }

    private static String quoted(String... roles) {
        return roles.length == 0 ? "" : "\"" + String.join("\",\"", roles) + "\"";
    }

    private static String token(TestWorkspace workspace, String clientId, String secret) {
        try {
            TokenRequest request = new TokenRequest(
                    workspace.uri("/oauth/v2/token"),
                    new ClientSecretBasic(new ClientID(clientId), new Secret(secret)),
                    new ClientCredentialsGrant(),
                    new Scope("urn:prysmid:admin"));
            return AccessTokenResponse.parse(
                            workspace.trusting(request.toHTTPRequest()).send())
                    .getTokens()
                    .getAccessToken()
                    .getValue();
        } catch (IOException | ParseException e) {
            throw new AssertionError(e);
        }
    }
}

package com.prysmid.node.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.HttpCookie;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever workspace A gave is worth nothing at B; and where it was shown to one of B's apps, B's audit says so. */
class ForeignCredentialsIT {
    private final RunningDev dev = RunningDev.shared();
    private final TestWorkspace a = TestWorkspace.create(dev, "iso-a");
    private final TestWorkspace b = TestWorkspace.create(dev, "iso-b");

    @Test
    void aCodeOfAIsRefusedAtBAndBsAuditSaysSo() throws Exception {
        SignedIn atA = SignedIn.prepare(a, "alice");
        SignedIn atB = SignedIn.prepare(b, "bob");
        SignedIn.Code code = atA.authorize();

        assertThat(error(SignedIn.redeem(b, atB.client(), code))).isEqualTo("invalid_grant");
        assertThat(refusals(b)).containsExactly("authorization_code of app " + atB.client());
        assertThat(OIDCTokenResponse.parse(SignedIn.redeem(a, atA.client(), code))
                        .getOIDCTokens()
                        .getAccessToken())
                .as("and it is still good at A")
                .isNotNull();
    }

    @Test
    void aRefreshTokenOfAIsRefusedAtBAndBsAuditSaysSo() throws Exception {
        SignedIn atA = SignedIn.prepare(a, "alice");
        SignedIn atB = SignedIn.prepare(b, "bob");
        OIDCTokens tokens = atA.tokens();

        assertThat(error(SignedIn.refresh(b, atB.client(), tokens.getRefreshToken())))
                .isEqualTo("invalid_grant");
        assertThat(refusals(b)).containsExactly("refresh_token of app " + atB.client());
        assertThat(SignedIn.refresh(a, atA.client(), tokens.getRefreshToken()).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void anAccessTokenOfAIsRefusedAtBsUserinfoAndAdminApi() throws Exception {
        OIDCTokens tokens = SignedIn.prepare(a, "alice").tokens();

        HTTPResponse userinfo = b.trusting(
                        new UserInfoRequest(b.uri("/oidc/v1/userinfo"), tokens.getBearerAccessToken()).toHTTPRequest())
                .send();
        assertThat(userinfo.getStatusCode()).isEqualTo(401);
        assertThat(userinfo.getWWWAuthenticate()).contains("invalid_token");

        Api foreignAdmin = new Api(dev.tls(), b.issuer(), a.adminToken());
        assertThat(foreignAdmin.get("/admin/v1/users").status()).isEqualTo(401);
    }

    @Test
    void aSessionCookieOfASignsNobodyInAtB() throws Exception {
        SignedIn atA = SignedIn.prepare(a, "alice");
        atA.authorize();
        HttpCookie session = atA.browser().cookies().get("__Host-prysm_session");
        assertThat(session).isNotNull();
        SignedIn atB = SignedIn.prepare(b, "bob");
        Browser thief = b.browser();
        thief.plant(session.getName(), session.getValue());

        Browser.Page page = thief.open(atB.authorizationRequest(new com.nimbusds.oauth2.sdk.pkce.CodeVerifier()));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html()).contains("name=\"password\"");
    }

    @Test
    void aClientOfAIsUnknownAtB() throws Exception {
        SignedIn atA = SignedIn.prepare(a, "alice");
        SignedIn.Code code = atA.authorize();
        assertThat(error(SignedIn.redeem(b, atA.client(), code))).isEqualTo("invalid_client");
        Browser.Page page = b.browser()
                .open(b.uri(atA.authorizationRequest(new com.nimbusds.oauth2.sdk.pkce.CodeVerifier())
                                .getRawPath()
                        + "?"
                        + atA.authorizationRequest(new com.nimbusds.oauth2.sdk.pkce.CodeVerifier())
                                .getRawQuery()));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.response().headers().firstValue("location")).isEmpty();
    }

    @Test
    void aUserOfAIsNotFoundAtB() {
        String alice = a.createUser("alice-" + a.slug());
        assertThat(a.admin().get("/admin/v1/users/" + alice).status()).isEqualTo(200);
        assertThat(b.admin().get("/admin/v1/users/" + alice).status()).isEqualTo(404);
        assertThat(b.admin().delete("/admin/v1/users/" + alice).status()).isEqualTo(404);
        assertThat(b.admin().get("/admin/v1/users?q=alice").expect(200).get("items"))
                .isEmpty();
    }

    private static String error(HTTPResponse response) throws Exception {
        return TokenErrorResponse.parse(response).getErrorObject().getCode();
    }

    private static List<String> refusals(TestWorkspace workspace) {
        JsonNode page =
                workspace.admin().get("/admin/v1/audit?type=token.refused").expect(200);
        List<String> refusals = new ArrayList<>();
        for (JsonNode entry : page.get("items")) {
            refusals.add(entry.get("details").get("kind").asText() + " of app "
                    + entry.get("target").get("id").asText());
        }
        return refusals;
    }
}

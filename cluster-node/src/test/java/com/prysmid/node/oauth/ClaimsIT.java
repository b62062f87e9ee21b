package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is told of a person, where, and for what reason. */
class ClaimsIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "claims");
    private static final String PROJECT = WORKSPACE.createProject("Shop");
    private static final RelyingParty RP = RelyingParty.register(
            WORKSPACE,
            PROJECT,
            RelyingParty.CALLBACK,
            ",\"claim_mappings\":{\"https://shop.example/dept\":\"department\"}");
    private static String ada = "";

    private final Browser browser = WORKSPACE.browser();

    @BeforeAll
    static void describeAda() {
        ada = WORKSPACE.createUser("ada");
        WORKSPACE.admin().patch("/admin/v1/users/" + ada, """
            {"nickname":"Countess","birthdate":"1815-12-10","zoneinfo":"Europe/London","groups":["engines"],
             "attributes":{"department":"Analysis","salary":"9"}}\
            """).expect(200);
        WORKSPACE
                .admin()
                .post("/admin/v1/projects/" + PROJECT + "/roles", "{\"key\":\"editor\",\"display_name\":\"Editor\"}")
                .expect(201);
        WORKSPACE
                .admin()
                .put(
                        "/admin/v1/users/" + ada + "/grants",
                        "{\"project_id\":\"%s\",\"roles\":[\"editor\"]}".formatted(PROJECT))
                .expect(200);
    }

    @Test
    void openidAloneTellsTheSubjectAndWhatTheAppMaps() throws Exception {
        OIDCTokens tokens = RP.tokens(RP.signIn(browser, "ada"));
        assertThat(userinfo(tokens).toJSONObject())
                .isEqualTo(Map.of("sub", ada, "https://shop.example/dept", "Analysis"));
        assertThat(idClaims(tokens))
                .containsEntry("https://shop.example/dept", "Analysis")
                .doesNotContainKeys("name", "email", "groups", "roles", "salary", "department");
    }

    @Test
    void scopesOpenTheirClaimsAtUserinfo() throws Exception {
        OIDCTokens tokens = RP.tokens(RP.signIn(browser, "ada", "scope", "openid profile email groups roles"));
        UserInfo info = userinfo(tokens);
        assertThat(info.getName()).isEqualTo("Ada Lovelace");
        assertThat(info.getNickname()).isEqualTo("Countess");
        assertThat(info.getBirthdate()).isEqualTo("1815-12-10");
        assertThat(info.getZoneinfo()).isEqualTo("Europe/London");
        assertThat(info.getEmailAddress()).isEqualTo("ada@example.com");
        assertThat(info.getStringListClaim("groups")).containsExactly("engines");
        assertThat(info.getStringListClaim("roles")).containsExactly("editor");
        assertThat(idClaims(tokens))
                .containsEntry("groups", List.of("engines"))
                .containsEntry("roles", List.of("editor"))
                .doesNotContainKeys("name", "email");
    }

    @Test
    void aClaimsRequestIsMetWhereItAsks() throws Exception {
        String request = """
            {"userinfo":{"name":{"essential":true},"nickname":null,"phone_number":{"essential":true},
                         "email":{"value":"someone@else.example"},"salary":null},
             "id_token":{"email":{"essential":true},"auth_time":{"essential":true},"birthdate":null,
                         "zoneinfo":{"values":["UTC","Europe/London"]}}}\
            """;
        OIDCTokens tokens = RP.tokens(RP.signIn(browser, "ada", "claims", request));
        assertThat(userinfo(tokens).toJSONObject())
                .containsOnlyKeys("sub", "name", "nickname", "https://shop.example/dept");
        assertThat(idClaims(tokens))
                .containsEntry("email", "ada@example.com")
                .containsEntry("birthdate", "1815-12-10")
                .containsEntry("zoneinfo", "Europe/London")
                .containsKey("auth_time")
                .doesNotContainKeys("name", "nickname", "salary");
    }

    @Test
    void userinfoTakesTheTokenInAHeaderOrAFormAndNeverInAQuery() throws Exception {
        OIDCTokens tokens = RP.tokens(RP.signIn(browser, "ada"));
        BearerAccessToken token = tokens.getBearerAccessToken();
        for (HTTPRequest.Method method : List.of(HTTPRequest.Method.GET, HTTPRequest.Method.POST)) {
            assertThat(WORKSPACE
                            .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), method, token)
                                    .toHTTPRequest())
                            .send()
                            .getStatusCode())
                    .isEqualTo(200);
        }
        HTTPRequest form = new HTTPRequest(HTTPRequest.Method.POST, WORKSPACE.uri("/oidc/v1/userinfo"));
        form.setEntityContentType(com.nimbusds.common.contenttype.ContentType.APPLICATION_URLENCODED);
        form.setBody("access_token=" + token.getValue());
        assertThat(WORKSPACE.trusting(form).send().getStatusCode()).isEqualTo(200);
        HTTPRequest query = new HTTPRequest(
                HTTPRequest.Method.GET, WORKSPACE.uri("/oidc/v1/userinfo?access_token=" + token.getValue()));
        HTTPResponse refused = WORKSPACE.trusting(query).send();
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refused.getWWWAuthenticate()).startsWith("Bearer");
    }

    private static UserInfo userinfo(OIDCTokens tokens) throws Exception {
        return UserInfoResponse.parse(WORKSPACE
                        .trusting(new UserInfoRequest(WORKSPACE.uri("/oidc/v1/userinfo"), tokens.getBearerAccessToken())
                                .toHTTPRequest())
                        .send())
                .toSuccessResponse()
                .getUserInfo();
    }

    private static Map<String, Object> idClaims(OIDCTokens tokens) throws Exception {
        return tokens.getIDToken().getJWTClaimsSet().getClaims();
    }
}

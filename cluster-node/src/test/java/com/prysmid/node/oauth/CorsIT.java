package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Api;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of registered origins may use what takes a token; no script may read a page. */
class CorsIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "cors");
    private static final String ORIGIN = "https://spa.example:8080";

    static {
        String project = WORKSPACE.createProject("Scripts");
        RelyingParty.register(WORKSPACE, project, URI.create(ORIGIN + "/callback"), "");
        WORKSPACE.registerApp(project, """
            {"client_name":"Phone","application_type":"native","redirect_uris":["https://phone.example/cb"],
             "token_endpoint_auth_method":"none"}\
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth/v2/token", "/oidc/v1/userinfo", "/oauth/v2/revoke"})
    void aRegisteredOriginMayAskBeforehandAndReadTheAnswer(String path) {
        Api.Answer preflight = preflight(path, ORIGIN);
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(header(preflight, "access-control-allow-origin")).containsExactly(ORIGIN);
        assertThat(header(preflight, "access-control-allow-methods").getFirst()).contains("POST");
        assertThat(header(preflight, "access-control-allow-headers").getFirst())
                .contains("Authorization", "Content-Type", "DPoP");
        assertThat(header(preflight, "vary")).contains("Origin");
        Api.Answer answer = WORKSPACE.admin().post(path, "{}", "Origin", ORIGIN);
        assertThat(header(answer, "access-control-allow-origin")).containsExactly(ORIGIN);
        assertThat(header(answer, "access-control-expose-headers").getFirst())
                .contains("WWW-Authenticate", "DPoP-Nonce");
        assertThat(header(answer, "access-control-allow-credentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://spa.example",
                "https://spa.example:8081",
                "http://spa.example:8080",
                "https://evil.example",
                "https://spa.example:8080.evil.example",
                "https://phone.example",
                "null"
            })
    void noOtherOriginMay(String origin) {
        assertNothingAllowed(preflight("/oauth/v2/token", origin));
        assertNothingAllowed(WORKSPACE.admin().post("/oauth/v2/token", "{}", "Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth/v2/authorize",
                "/ui/login",
                "/oidc/v1/end_session",
                "/oauth/v2/introspect",
                "/admin/v1/users"
            })
    void pagesAndTheAdminApiAllowNobody(String path) {
        assertNothingAllowed(preflight(path, ORIGIN));
        assertNothingAllowed(WORKSPACE.admin().get(path, "Origin", ORIGIN));
    }

    @Test
    void whatIsPublicMayBeReadByAnybody() {
        for (String path : List.of("/oauth/v2/keys", "/.well-known/openid-configuration")) {
            assertThat(header(
                            WORKSPACE.admin().get(path, "Origin", "https://any.example"),
                            "access-control-allow-origin"))
                    .containsExactly("*");
        }
    }

    @Test
    void anotherWorkspacesOriginIsNobodyHere() {
        TestWorkspace elsewhere = TestWorkspace.create(RunningDev.shared(), "cors2");
        RelyingParty.register(
                elsewhere, elsewhere.createProject("Scripts"), URI.create("https://elsewhere.example/cb"), "");
        assertNothingAllowed(preflight("/oauth/v2/token", "https://elsewhere.example"));
        assertNothingAllowed(preflight("/oidc/v1/userinfo", elsewhere.issuer()));
    }

    @Test
    void anOriginIsOutWithItsApp() {
        String project = WORKSPACE.createProject("Gone");
        RelyingParty gone = RelyingParty.register(WORKSPACE, project, URI.create("https://gone.example/cb"), "");
        assertThat(header(preflight("/oauth/v2/token", "https://gone.example"), "access-control-allow-origin"))
                .isNotEmpty();
        WORKSPACE
                .admin()
                .delete("/admin/v1/projects/" + project + "/apps/"
                        + gone.client().getValue())
                .expect(204);
        assertNothingAllowed(preflight("/oauth/v2/token", "https://gone.example"));
    }

    private static Api.Answer preflight(String path, String origin) {
        return WORKSPACE
                .admin()
                .send(
                        "OPTIONS",
                        path,
                        "",
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "dpop");
    }

    private static List<String> header(Api.Answer answer, String name) {
        return answer.headers().allValues(name);
    }

    private static void assertNothingAllowed(Api.Answer answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
}

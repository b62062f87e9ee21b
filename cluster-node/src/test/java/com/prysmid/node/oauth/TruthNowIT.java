package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was taken away is gone at once, whatever the form of the token that was given before: at userinfo, at introspection of both
 * tokens, and at the token endpoint.
 */
class TruthNowIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(DEV, "truth");
    private static final String PROJECT = WORKSPACE.createProject("Forms");
    private static final List<App> APPS = apps(WORKSPACE, PROJECT);

    /** An app with one form of token. */
    private record App(
            String form, RelyingParty party, @Nullable DPoPProofFactory proofs) {
        ClientSecretBasic authentication() {
            return new ClientSecretBasic(party.client(), party.secret());
        }
    }

    /** What an app was given. */
    record Held(TestWorkspace at, App app, Token access, RefreshToken refresh) {}

    /** What takes something away. */
    record Act(String name, Consumer<Subject> act) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Subject(String user, Browser browser, List<Held> held) {}

    static Stream<Act> acts() {
        return Stream.of(
                new Act("lock", subject -> post("/admin/v1/users/" + subject.user() + "/lock")),
                new Act("deactivate", subject -> post("/admin/v1/users/" + subject.user() + "/deactivate")),
                new Act(
                        "delete",
                        subject -> WORKSPACE
                                .admin()
                                .delete("/admin/v1/users/" + subject.user())
                                .expect(204)),
                new Act(
                        "another password",
                        subject -> WORKSPACE
                                .admin()
                                .post(
                                        "/admin/v1/users/" + subject.user() + "/password",
                                        "{\"password\":\"quite another one\"}")
                                .status()),
                new Act(
                        "end of the sessions",
                        subject -> WORKSPACE
                                .admin()
                                .delete("/admin/v1/users/" + subject.user() + "/sessions")
                                .expect(204)),
                new Act("revocation", subject -> subject.held().forEach(TruthNowIT::revoke)));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void whatIsTakenAwayIsGoneAtOnceInEveryForm(Act act) throws Exception {
        Subject subject = signIn(WORKSPACE, APPS, "u" + act.name().hashCode());
        for (Held held : subject.held()) {
            assertGood(held);
        }
        act.act().accept(subject);
        for (Held held : subject.held()) {
            assertGone(held);
        }
    }

    @Test
    void aDeletedAppsTokensAreGoneAtOnce() throws Exception {
        String project = WORKSPACE.createProject("Short-lived");
        List<App> apps = apps(WORKSPACE, project);
        Subject subject = signIn(WORKSPACE, apps, "zoe");
        ClientSecretBasic neighbour = machine(WORKSPACE, project);
        JsonNode service = serviceAccount();
        for (App app : apps) {
            WORKSPACE
                    .admin()
                    .delete("/admin/v1/projects/" + project + "/apps/"
                            + app.party().client().getValue())
                    .expect(204);
        }
        for (Held held : subject.held()) {
            assertThat(userinfo(held).getStatusCode()).as(held.app().form()).isEqualTo(401);
            assertThat(refresh(held).getStatusCode()).as(held.app().form()).isEqualTo(401);
            for (ClientSecretBasic asker : List.of(neighbour, basic(service))) {
                assertThat(introspect(WORKSPACE, asker, held.access()).getBody())
                        .as(held.app().form())
                        .isEqualToIgnoringNewLines("{\"active\":false}");
                assertThat(introspect(WORKSPACE, asker, held.refresh()).getBody())
                        .isEqualToIgnoringNewLines("{\"active\":false}");
            }
        }
    }

    @Test
    void aDeletedServiceAccountsTokenOpensNothing() throws Exception {
        JsonNode account = serviceAccount();
        HTTPResponse answer =
                grant(WORKSPACE, basic(account), new ClientCredentialsGrant(), new Scope("urn:prysmid:admin"), null);
        String token = answer.getBodyAsJSONObject().get("access_token").toString();
        Api api = new Api(DEV.tls(), WORKSPACE.issuer(), token);
        api.get("/admin/v1/users").expect(200);
        WORKSPACE
                .admin()
                .delete("/admin/v1/service-accounts/" + account.get("client_id").asText())
                .expect(204);
        assertThat(api.get("/admin/v1/users").status()).isEqualTo(401);
        assertThat(introspect(WORKSPACE, machine(WORKSPACE, PROJECT), new BearerAccessToken(token))
                        .getBody())
                .isEqualToIgnoringNewLines("{\"active\":false}");
    }

    @Test
    void aRoleThatIsTakenAwayIsNotToldAnyMore() throws Exception {
        WORKSPACE
                .admin()
                .post("/admin/v1/projects/" + PROJECT + "/roles", "{\"key\":\"editor\",\"display_name\":\"Editor\"}")
                .expect(201);
        Subject subject = signIn(WORKSPACE, APPS, "rolf");
        String grant = "/admin/v1/users/" + subject.user() + "/grants";
        WORKSPACE
                .admin()
                .put(grant, "{\"project_id\":\"" + PROJECT + "\",\"roles\":[\"editor\"]}")
                .expect(200);
        for (Held held : subject.held()) {
            assertThat(userinfo(held).getBody()).as(held.app().form()).contains("editor");
        }
        WORKSPACE.admin().delete(grant + "?project_id=" + PROJECT).expect(204);
        for (Held held : subject.held()) {
            assertThat(userinfo(held).getBody()).as(held.app().form()).doesNotContain("editor");
        }
    }

    /** The gateway remembers for some seconds what a workspace is: nobody asks it. */
    @Test
    void aSuspendedWorkspaceRefusesEverythingAtOnceAndGoesOnAfterwards() throws Exception {
        TestWorkspace paused = TestWorkspace.create(DEV, "paused");
        String project = paused.createProject("Forms");
        Subject subject = signIn(paused, apps(paused, project), "sue");
        Api control = new Api(DEV.tls(), DEV.apiUrl(), DEV.apiToken());
        for (Held held : subject.held()) {
            assertGood(held);
        }
        paused.admin().get("/admin/v1/users").expect(200);

        assertThat(control.post("/v1/workspaces/" + paused.slug() + "/suspend", "")
                        .expect(200)
                        .get("status")
                        .asText())
                .isEqualTo("suspended");
        for (int round = 0; round < 2; round++) {
            for (Held held : subject.held()) {
                assertSuspended(userinfo(held));
                assertSuspended(introspect(paused, held.app().authentication(), held.access()));
                assertSuspended(introspect(paused, held.app().authentication(), held.refresh()));
                assertSuspended(refresh(held));
                assertThat(held.app().party().open(subject.browser()).status()).isEqualTo(403);
            }
            assertThat(paused.admin().get("/admin/v1/users").status()).isEqualTo(403);
            for (String up : List.of("/oauth/v2/keys", "/.well-known/openid-configuration")) {
                assertThat(paused.admin().get(up).status()).as(up).isEqualTo(200);
            }
            if (round == 0) {
                // Longer than any gateway remembers what it was before.
                Thread.sleep(5_500);
            }
        }

        control.post("/v1/workspaces/" + paused.slug() + "/resume", "").expect(200);
        Held first = subject.held().getFirst();
        for (int tries = 0; tries < 60 && userinfo(first).getStatusCode() == 403; tries++) {
            Thread.sleep(200);
        }
        for (Held held : subject.held()) {
            assertGood(held);
        }
        assertThat(paused.admin().get("/admin/v1/audit?limit=200").expect(200).toString())
                .contains("workspace.suspended")
                .contains("workspace.resumed");
    }

    private static void assertGood(Held held) throws Exception {
        String form = held.app().form();
        assertThat(userinfo(held).getStatusCode()).as(form).isEqualTo(200);
        assertThat(introspect(held.at(), held.app().authentication(), held.access())
                        .getBodyAsJSONObject())
                .as(form)
                .containsEntry("active", true);
        assertThat(introspect(held.at(), held.app().authentication(), held.refresh())
                        .getBodyAsJSONObject())
                .as(form)
                .containsEntry("active", true);
    }

    private static void assertGone(Held held) throws Exception {
        String form = held.app().form();
        assertThat(userinfo(held).getStatusCode()).as(form).isEqualTo(401);
        for (Token token : List.of(held.access(), held.refresh())) {
            assertThat(introspect(held.at(), held.app().authentication(), token).getBody())
                    .as(form)
                    .isEqualToIgnoringNewLines("{\"active\":false}");
        }
        assertThat(refresh(held).getBodyAsJSONObject()).as(form).containsEntry("error", "invalid_grant");
    }

    private static void assertSuspended(HTTPResponse response) throws Exception {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(403);
        assertThat(response.getBodyAsJSONObject())
                .containsEntry("error", "access_denied")
                .containsKey("error_description");
    }

    private static List<App> apps(TestWorkspace at, String project) {
        List<App> apps = new ArrayList<>();
        apps.add(app(at, project, "jwt", "", false));
        apps.add(app(at, project, "opaque", ",\"access_token_format\":\"opaque\"", false));
        apps.add(app(at, project, "pairwise", ",\"subject_type\":\"pairwise\"", false));
        apps.add(app(
                at,
                project,
                "opaque and pairwise",
                ",\"access_token_format\":\"opaque\",\"subject_type\":\"pairwise\"",
                false));
        apps.add(app(at, project, "dpop", ",\"dpop_bound_access_tokens\":true", true));
        apps.add(app(
                at,
                project,
                "opaque, pairwise and dpop",
                ",\"dpop_bound_access_tokens\":true,\"access_token_format\":\"opaque\",\"subject_type\":\"pairwise\"",
                true));
        return apps;
    }

    private static App app(TestWorkspace at, String project, String form, String members, boolean dpop) {
        try {
            return new App(
                    form,
                    RelyingParty.register(
                            at,
                            project,
                            RelyingParty.CALLBACK,
                            members + ",\"grant_types\":[\"authorization_code\",\"refresh_token\"]"),
                    dpop
                            ? new DefaultDPoPProofFactory(
                                    new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256)
                            : null);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** One user, one session, and what each of the apps gets in it. */
    private static Subject signIn(TestWorkspace at, List<App> apps, String username) throws Exception {
        String user = at.createUser(username);
        Browser browser = at.browser();
        List<Held> held = new ArrayList<>();
        for (App app : apps) {
            CodeVerifier verifier = new CodeVerifier();
            Browser.Page page = app.party()
                    .open(
                            browser,
                            "scope",
                            "openid roles",
                            "code_challenge",
                            CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                                    .getValue(),
                            "code_challenge_method",
                            "S256");
            if (RelyingParty.asksToSignIn(page)) {
                page = RelyingParty.signIn(browser, username, page);
            }
            OIDCTokens tokens = OIDCTokenResponse.parse(grant(
                            at,
                            app.authentication(),
                            new AuthorizationCodeGrant(
                                    RelyingParty.response(page)
                                            .toSuccessResponse()
                                            .getAuthorizationCode(),
                                    RelyingParty.CALLBACK,
                                    verifier),
                            null,
                            app.proofs()))
                    .getOIDCTokens();
            held.add(new Held(at, app, tokens.getAccessToken(), tokens.getRefreshToken()));
        }
        return new Subject(user, browser, held);
    }

    private static HTTPResponse grant(
            TestWorkspace at,
            ClientSecretBasic client,
            AuthorizationGrant grant,
            @Nullable Scope scope,
            @Nullable DPoPProofFactory proofs)
            throws Exception {
        URI endpoint = at.uri("/oauth/v2/token");
        TokenRequest.Builder builder = new TokenRequest.Builder(endpoint, client, grant);
        HTTPRequest request =
                (scope == null ? builder : builder.scope(scope)).build().toHTTPRequest();
        if (proofs != null) {
            request.setDPoP(proofs.createDPoPJWT("POST", endpoint));
        }
        return at.trusting(request).send();
    }

    private static HTTPResponse refresh(Held held) throws Exception {
        return grant(
                held.at(),
                held.app().authentication(),
                new RefreshTokenGrant(held.refresh()),
                null,
                held.app().proofs());
    }

    private static HTTPResponse userinfo(Held held) throws Exception {
        URI endpoint = held.at().uri("/oidc/v1/userinfo");
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, endpoint);
        DPoPProofFactory proofs = held.app().proofs();
        request.setAuthorization(
                (proofs == null ? "Bearer " : "DPoP ") + held.access().getValue());
        if (proofs != null) {
            SignedJWT proof = proofs.createDPoPJWT(
                    "GET", endpoint, new DPoPAccessToken(held.access().getValue()));
            request.setDPoP(proof);
        }
        return held.at().trusting(request).send();
    }

    private static HTTPResponse introspect(TestWorkspace at, ClientSecretBasic asker, Token token) throws Exception {
        return at.trusting(new TokenIntrospectionRequest(at.uri("/oauth/v2/introspect"), asker, token).toHTTPRequest())
                .send();
    }

    private static void revoke(Held held) {
        try {
            assertThat(held.at()
                            .trusting(new TokenRevocationRequest(
                                            held.at().uri("/oauth/v2/revoke"),
                                            held.app().authentication(),
                                            held.refresh())
                                    .toHTTPRequest())
                            .send()
                            .getStatusCode())
                    .isEqualTo(200);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void post(String path) {
        WORKSPACE.admin().post(path, "").expect(200);
    }

    private static JsonNode serviceAccount() {
        return WORKSPACE
                .admin()
                .post("/admin/v1/service-accounts", "{\"name\":\"robot\",\"roles\":[\"workspace.user_manager\"]}")
                .expect(201);
    }

    private static ClientSecretBasic machine(TestWorkspace at, String project) {
        return basic(at.registerApp(
                project,
                "{\"client_name\":\"machine\",\"grant_types\":[\"client_credentials\"],\"response_types\":[]}"));
    }

    private static ClientSecretBasic basic(JsonNode made) {
        return new ClientSecretBasic(
                new ClientID(made.get("client_id").asText()),
                new Secret(made.get("client_secret").asText()));
    }
}

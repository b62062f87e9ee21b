package com.prysmid.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RawRequest;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.SignedIn;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends is answered as bad input: never by a 5xx, never with an inside of ours. */
class HostileInputIT {
    private static final RunningDev DEV = RunningDev.shared();
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(DEV, "hostile");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/users?q=%00",
                "/admin/v1/users?q=%ff%fe",
                "/admin/v1/users?cursor=%00",
                "/admin/v1/users?limit=999999999999",
                "/admin/v1/users?limit=-1",
                "/admin/v1/users/%00",
                "/admin/v1/users/..%2f..%2fetc",
                "/admin/v1/users/aaaaaaaa",
                "/admin/v1/audit?type=%00",
                "/admin/v1/audit?actor=%00&target=%00",
                "/admin/v1/audit?from=yesterday",
                "/admin/v1/audit?from=-999999999-01-01T00:00:00Z",
                "/admin/v1/audit?to=%2B999999999-12-31T23:59:59Z",
                "/admin/v1/audit?cursor=-5",
                "/admin/v1/projects/%00/apps",
                "/admin/v1/%e2%80%ae",
                "/admin/v1/users?unknown=1"
            })
    void aHostileQueryIsNoServerError(String path) {
        Api.Answer answer = WORKSPACE.admin().get(path);
        assertThat(answer.status()).as(answer.text()).isLessThan(500);
        assertShowsNoInside(answer.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\":\"a\\u0000b\"}",
                "{\"username\":\"\\ud800\"}",
                "{\"username\":\"ok-1\",\"name\":\"\\ud800\"}",
                "{\"username\":\"ok-2\",\"email\":\"a\\u0000@b.example\"}",
                "{\"username\":\"ok-3\",\"locale\":\"\\u0000\"}",
                "{\"username\":\"ok-4\",\"address\":{\"formatted\":\"\\u0000\"}}",
                "{\"username\":\"ok-5\",\"password\":\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\"}",
                "{\"username\":\"ok-6\",\"password_hash\":\"$2a$31$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
                "{\"username\":{\"a\":1}}",
                "{\"username\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
                "{\"username\":\"x\",\"username\":\"y\"}",
                "[]",
                "null",
                "\"text\"",
                "{",
                "{\"__proto__\":{}}"
            })
    void aHostileUserIsRefusedAndNothingIsMade(String json) {
        int before = WORKSPACE
                .admin()
                .get("/admin/v1/users")
                .expect(200)
                .get("items")
                .size();
        Api.Answer answer = WORKSPACE.admin().post("/admin/v1/users", json);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertShowsNoInside(answer.text());
        assertThat(WORKSPACE.admin().get("/admin/v1/users").expect(200).get("items"))
                .hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type=authorization_code&code=%00",
                "grant_type=%00",
                "grant_type=refresh_token&refresh_token=%00.%00.%00&client_id=%00",
                "grant_type=client_credentials&client_id=%ff&client_secret=%fe",
                "grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=a.b.c",
                "grant_type=client_credentials&grant_type=client_credentials",
                "%",
                "=&=&=",
                ""
            })
    void aHostileTokenRequestIsAnOAuthError(String form) {
        RawRequest.Reply reply = RawRequest.send(
                DEV.tls(),
                DEV.workspacePort(),
                URI.create(WORKSPACE.issuer()).getHost(),
                "POST /oauth/v2/token HTTP/1.1",
                "Host: " + URI.create(WORKSPACE.issuer()).getRawAuthority(),
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: " + form.length() + "\r\nConnection: close\r\n\r\n" + form);
        assertThat(reply.status()).as(reply.text()).isBetween(400, 499);
        assertThat(reply.text()).contains("\"error\"");
        assertShowsNoInside(reply.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aSet-Cookie:%20a=b", "%00", "\"><script>alert(1)</script>", "%ff"})
    void aHostileStateReachesNoHeaderAndNoMarkup(String state) {
        URI request = URI.create((SignedIn.prepare(WORKSPACE, "s" + Integer.toHexString(state.hashCode()))
                                .authorizationRequest(new CodeVerifier())
                                .toString()
                                .replaceFirst("state=[^&]*", "state=x")
                        + "&prompt=none")
                .replace(
                        "state=x",
                        "state="
                                + state.replace("\"", "%22").replace("<", "%3C").replace(">", "%3E")));
        RawRequest.Reply reply = RawRequest.send(
                DEV.tls(),
                DEV.workspacePort(),
                request.getHost(),
                "GET " + request.getRawPath() + "?" + request.getRawQuery() + " HTTP/1.1",
                "Host: " + request.getRawAuthority());
        assertThat(reply.status()).as(reply.text()).isIn(303, 400);
        assertThat(reply.text()).doesNotContain("\r\nSet-Cookie: a=b").doesNotContain("<script>alert");
        assertShowsNoInside(reply.text());
    }

    @Test
    void oneNameAskedForManyTimesAtOnceGoesToOne() throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 24; i++) {
                String name = i % 2 == 0 ? "Contested" : "contested";
                answers.add(threads.submit(() -> WORKSPACE
                        .admin()
                        .post("/admin/v1/users", "{\"username\":\"" + name + "\"}")
                        .status()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(WORKSPACE
                        .admin()
                        .get("/admin/v1/users?q=contested")
                        .expect(200)
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void aHugeBodyIsTooLarge() {
        RawRequest.Reply reply = RawRequest.send(
                DEV.tls(),
                DEV.workspacePort(),
                URI.create(WORKSPACE.issuer()).getHost(),
                "POST /oauth/v2/token HTTP/1.1",
                "Host: " + URI.create(WORKSPACE.issuer()).getRawAuthority(),
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 10000000");
        assertThat(reply.status()).isEqualTo(413);
    }

    private static void assertShowsNoInside(String text) {
        assertThat(text)
                .doesNotContain("Exception")
                .doesNotContain("com.prysmid")
                .doesNotContain("org.apache")
                .doesNotContain("postgres")
                .doesNotContain("\tat ");
    }
}

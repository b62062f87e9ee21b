package com.prysmid.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Api.Answer;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Customers at the dashboard: they sign up and in at the workspace {@code console}, by our own product, and work together. */
class DashboardIT {
    private static final String SESSION = "__Host-prysm-console";
    private static final String LOGIN = "__Host-prysm-console-login";
    private static final String PASSWORD = "correct horse battery staple";

    private static RunningDev dev;
    private static String app = "";
    private static String console = "";
    private static Api http;

    @BeforeAll
    static void start() {
        dev = RunningDev.shared();
        app = dev.description().get("app_url").asText();
        console = "https://auth.console." + dev.domain() + ":" + dev.workspacePort();
        http = new Api(dev.tls(), app, null);
        // The first start makes the workspace while requests are served already, and its pages hear of open sign-up a
        // moment later.
        await(() -> http.get("/bff/login").status() == 303);
        await(() ->
                dev.browser(console).open(URI.create(console + "/ui/signup")).status() == 200);
    }

    private static void await(BooleanSupplier ready) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the workspace console does not get ready");
            }
            Thread.onSpinWait();
        }
    }

    /** Somebody in their browser: two jars, for a browser keeps the cookies of two sites apart. */
    private static final class Someone {
        final Browser atApp = dev.browser(app);
        final Browser atConsole = dev.browser(console);
        final String address;

        Someone(String name) {
            this.address = name + "@customer.example";
        }

        /** As anybody does: the form, the mail, the link. */
        Someone signUp() {
            Page form = atConsole.open(URI.create(console + "/ui/signup"));
            assertThat(form.status()).isEqualTo(200);
            atConsole.submit(form, Map.of("email", address, "password", PASSWORD, "given_name", "Someone"));
            Page confirm =
                    atConsole.open(URI.create(new Mailbox(dev).await(address).link()));
            assertThat(atConsole.submit(confirm, Map.of()).status()).isEqualTo(200);
            return this;
        }

        /** → where the workspace sends them back to */
        URI throughConsole() {
            Page sent = atApp.open(URI.create(app + "/bff/login"));
            assertThat(sent.leadsTo().toString()).startsWith(console + "/oauth/v2/authorize?");
            Page page = atConsole.open(sent.leadsTo());
            if (page.status() == 200) {
                page = atConsole.submit(page, Map.of("username", address, "password", PASSWORD));
            }
            assertThat(page.leadsTo().toString()).startsWith(app + "/bff/callback?");
            return page.leadsTo();
        }

        Someone signIn() {
            Page back = atApp.open(throughConsole());
            assertThat(back.address()).isEqualTo(URI.create(app + "/"));
            return this;
        }

        String cookie() {
            HttpCookie cookie = atApp.cookies().get(SESSION);
            return SESSION + "=" + (cookie == null ? "" : cookie.getValue());
        }

        Answer get(String path) {
            return http.get(path, "Cookie", cookie());
        }

        /** As the dashboard's page does it. */
        Answer change(String method, String path, String body) {
            return http.send(
                    method,
                    path,
                    body,
                    "Cookie",
                    cookie(),
                    "Origin",
                    app,
                    "X-CSRF-Token",
                    get("/bff/session").text("csrf_token"));
        }
    }

    @Test
    void aTeamWorksTogetherAndEachDoesWhatTheirRoleSays() {
        Someone ann = new Someone("ann").signUp().signIn();
        JsonNode session = ann.get("/bff/session").expect(200);
        assertThat(session.path("name").asText()).isNotEmpty();
        ann.change("POST", "/v1/accounts", "{\"name\":\"Customer Ltd\"}").expect(201);
        ann.change(
                        "POST",
                        "/v1/workspaces",
                        "{\"slug\":\"customer-one\",\"name\":\"One\",\"plan\":\"free\",\"owner_email\":\"ann@customer.example\"}")
                .expect(202);
        String members = "/v1/workspaces/customer-one";
        String token = ann.change(
                        "POST", members + "/invitations", "{\"email\":\"bob@customer.example\",\"role\":\"viewer\"}")
                .expect(201)
                .path("token")
                .asText();

        Someone bob = new Someone("bob").signUp().signIn();
        Someone eve = new Someone("eve").signUp().signIn();
        assertThat(bob.get(members).status()).isEqualTo(404);
        String acceptance = "{\"token\":\"" + token + "\"}";
        assertThat(eve.change("POST", "/v1/invitations/accept", acceptance).text("code"))
                .isEqualTo("other_address");
        bob.change("POST", "/v1/invitations/accept", acceptance).expect(200);
        assertThat(eve.change("POST", "/v1/invitations/accept", acceptance).status())
                .isEqualTo(404);

        assertThat(bob.get("/v1/workspaces").body().at("/items/0/slug").asText())
                .isEqualTo("customer-one");
        assertThat(bob.change("POST", members + "/suspend", "").text("code")).isEqualTo("insufficient_role");
        assertThat(bob.change(
                                "DELETE",
                                members + "/members/"
                                        + session.path("member_id").asText(),
                                "")
                        .text("code"))
                .isEqualTo("insufficient_role");
        assertThat(bob.get("/v1/audit").status()).isEqualTo(403);
        assertThat(eve.get(members).status()).isEqualTo(404);
        assertThat(eve.get(members + "/members").status()).isEqualTo(404);

        List<String> story = new ArrayList<>();
        ann.get("/v1/audit")
                .expect(200)
                .path("items")
                .forEach(entry -> story.add(entry.path("type").asText()));
        assertThat(story).contains("account.opened", "workspace.created", "member.invited", "member.joined");
    }

    @Test
    void noTokenOfTheConsoleReachesTheBrowser() {
        Someone kim = new Someone("kim").signUp();
        Page sent = kim.atApp.open(URI.create(app + "/bff/login"));
        assertThat(sent.leadsTo().getQuery())
                .contains("code_challenge_method=S256", "response_type=code", "state=", "nonce=");
        kim.signIn();
        assertThat(kim.atApp.cookies().get(SESSION).getValue()).hasSize(43);
        assertThat(kim.atApp.cookies().get(SESSION).isHttpOnly()).isTrue();
        assertThat(kim.atApp.cookies().get(SESSION).getSecure()).isTrue();
        assertThat(kim.get("/bff/session").text()).doesNotContain("eyJ").doesNotContain("access_token");
    }

    @Test
    void anAnswerForAnotherBrowserIsNobodys() {
        Someone mallory = new Someone("mallory").signUp();
        URI answer = mallory.throughConsole();
        // Login CSRF: the victim's browser is led to an answer that is the attacker's.
        Someone victim = new Someone("victim");
        Page led = victim.atApp.open(answer);
        assertThat(led.status()).isEqualTo(400);
        assertThat(victim.atApp.cookies()).doesNotContainKey(SESSION);
        // Also while it is signing in itself.
        victim.atApp.open(URI.create(app + "/bff/login"));
        assertThat(victim.atApp.open(answer).status()).isEqualTo(400);
        assertThat(victim.atApp.cookies()).doesNotContainKey(SESSION);
        // And the attacker's own is used once.
        assertThat(mallory.atApp.open(answer).address()).isEqualTo(URI.create(app + "/"));
        assertThat(mallory.atApp.open(answer).status()).isEqualTo(400);
    }

    @Test
    void aCallbackThatWasKeptWithItsCookieOpensNoSecondSession() {
        Someone olaf = new Someone("olaf").signUp();
        URI answer = olaf.throughConsole();
        String login = olaf.atApp.cookies().get(LOGIN).getValue();
        olaf.atApp.open(answer);
        Answer again = http.get(answer.getRawPath() + "?" + answer.getRawQuery(), "Cookie", LOGIN + "=" + login);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.headers().allValues("set-cookie"))
                .noneMatch(cookie -> cookie.startsWith(SESSION + "=") && !cookie.contains("Max-Age=0"));
    }

    @Test
    void aSessionIsNeverTheOneThatTheBrowserCameWith() {
        Someone pia = new Someone("pia").signUp();
        pia.atApp.plant(SESSION, "x".repeat(43));
        pia.signIn();
        assertThat(pia.cookie()).doesNotContain("xxx");

        Someone ria = new Someone("ria").signUp().signIn();
        String first = ria.cookie();
        ria.signIn();
        assertThat(ria.cookie()).isNotEqualTo(first);
        assertThat(http.get("/bff/session", "Cookie", first).status())
                .as("the one before is over")
                .isEqualTo(401);
    }

    @Test
    void whoSignsOutIsOut() {
        Someone zoe = new Someone("zoe").signUp().signIn();
        String kept = zoe.cookie();
        zoe.change("POST", "/bff/logout", "").expect(204);
        assertThat(http.get("/bff/session", "Cookie", kept).status()).isEqualTo(401);
    }

    @Test
    void theConsoleIsNobodysWorkspace() {
        Api operator = new Api(dev.tls(), dev.apiUrl(), dev.apiToken());
        assertThat(operator.get("/v1/workspaces/console").status()).isEqualTo(404);
        assertThat(operator.post("/v1/workspaces/console/suspend", "").status()).isEqualTo(404);
        assertThat(operator.get("/v1/workspaces?q=console").body().path("items"))
                .isEmpty();
        assertThat(operator.post(
                                "/v1/workspaces",
                                "{\"slug\":\"console\",\"name\":\"C\",\"plan\":\"free\",\"owner_email\":\"o@example.com\"}")
                        .status())
                .isEqualTo(422);
    }
}

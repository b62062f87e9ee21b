package com.prysmid.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever was invited may sign in elsewhere instead of choosing a password; nobody else takes the invitation up so. */
class InvitationElsewhereIT {
    private static final String SESSION = "__Host-prysm_session";

    private static TestWorkspace workspace;
    private static Api admin;
    private static Mailbox mails;
    private static UpstreamImitation upstream;
    private static String trusted;
    private static String strict;

    @BeforeAll
    static void start() {
        RunningDev dev = RunningDev.shared();
        workspace = TestWorkspace.create(dev, "invited");
        admin = workspace.admin();
        mails = new Mailbox(dev);
        upstream = UpstreamImitation.start(dev);
        trusted = add("Trusted", "\"creation\":\"any\",\"link_by_email\":true");
        strict = add("Strict", "\"creation\":\"any\",\"link_by_email\":false");
        admin.patch("/admin/v1/workspace", "{\"link_by_email\":true}").expect(200);
        workspace.openSignUp();
    }

    @AfterAll
    static void stop() {
        upstream.close();
    }

    @Test
    void theLinkAndTheSameAddressElsewhereMakeTheAccountActiveAndLinked() {
        String id = invite("ida@invited.example");
        URI link = URI.create(mails.await("ida@invited.example").link());
        Browser browser = workspace.browser();

        Browser.Page page =
                arrive(browser, strict, choose(browser, link, strict), "ida-1", "Ida@invited.example", true);

        assertThat(page.status()).as(page.html()).isEqualTo(200);
        assertThat(browser.cookies().get(SESSION).getValue()).startsWith(id + ".");
        JsonNode user = admin.get("/admin/v1/users/" + id).expect(200);
        assertThat(user.get("state").asText()).isEqualTo("active");
        assertThat(user.get("email_verified").asBoolean()).isTrue();
        assertThat(identities(id)).hasSize(1);
        assertThat(workspace.browser().open(link).status()).as("used").isEqualTo(400);

        Browser again = workspace.browser();
        arrive(again, strict, begin(again, strict), "ida-1", null, false);
        assertThat(again.cookies().get(SESSION).getValue()).startsWith(id + ".");
        assertThat(admin.get("/admin/v1/audit?target=" + id).expect(200).toString())
                .contains("user.registered", "user.identity_linked", "user.signed_in");
    }

    @Test
    void anotherOrAnUnverifiedAddressElsewhereDoesNotTakeItUp() {
        String id = invite("jon@invited.example");
        URI link = URI.create(mails.await("jon@invited.example").link());
        Browser browser = workspace.browser();
        for (String idp : new String[] {trusted, strict}) {
            assertThat(arrive(browser, idp, choose(browser, link, idp), "jon-1", "jon@invited.example", false)
                            .status())
                    .as("not verified")
                    .isEqualTo(409);
            assertThat(arrive(browser, idp, choose(browser, link, idp), "jon-1", "mallory@invited.example", true)
                            .status())
                    .as("another's")
                    .isEqualTo(409);
            assertThat(arrive(browser, idp, choose(browser, link, idp), "jon-1", null, false)
                            .status())
                    .as("none")
                    .isEqualTo(409);
        }
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(state(id)).isEqualTo("pending");
        assertThat(identities(id)).isEmpty();

        Browser.Page chosen =
                browser.submit(browser.open(link), "/ui/verify", Map.of("password", TestWorkspace.PASSWORD));
        assertThat(chosen.html()).as("the link is still good").contains("You are signed in");
        assertThat(state(id)).isEqualTo("active");
    }

    @Test
    void withoutTheLinkThePolicyForAddressesHolds() {
        String id = invite("kay@invited.example");
        Browser unproven = workspace.browser();
        arrive(unproven, trusted, begin(unproven, trusted), "kay-0", "kay@invited.example", false);
        assertThat(unproven.cookies().get(SESSION).getValue()).doesNotStartWith(id + ".");
        assertThat(state(id)).isEqualTo("pending");

        Browser distrusted = workspace.browser();
        assertThat(arrive(distrusted, strict, begin(distrusted, strict), "kay-1", "kay@invited.example", true)
                        .status())
                .isEqualTo(409);
        assertThat(state(id)).isEqualTo("pending");

        Browser browser = workspace.browser();
        arrive(browser, trusted, begin(browser, trusted), "kay-2", "kay@invited.example", true);
        assertThat(browser.cookies().get(SESSION).getValue()).startsWith(id + ".");
        assertThat(state(id)).isEqualTo("active");
    }

    @Test
    void aSignUpIsNoInvitation() {
        Browser attacker = workspace.browser();
        attacker.submit(
                attacker.open(workspace.uri("/ui/signup")),
                Map.of("email", "lou@invited.example", "password", TestWorkspace.PASSWORD));
        String pending =
                admin.get("/admin/v1/users?q=lou").expect(200).at("/items/0/id").asText();

        Browser owner = workspace.browser();
        arrive(owner, trusted, begin(owner, trusted), "lou-1", "lou@invited.example", true);

        assertThat(owner.cookies().get(SESSION).getValue()).doesNotStartWith(pending + ".");
        assertThat(state(pending)).isEqualTo("pending");
        URI link = URI.create(mails.await("lou@invited.example").link());
        assertThat(workspace.browser().open(link).html()).doesNotContain("/ui/idp/");
    }

    @Test
    void nobodyIsMadeToTakeUpAnothersInvitation() {
        invite("max@invited.example");
        URI link = URI.create(mails.await("max@invited.example").link());
        Browser attacker = workspace.browser();
        Map<String, String> fields = Browser.hiddenFields(attacker.open(link));
        Browser victim = workspace.browser();
        victim.open(workspace.uri("/ui/login"));

        assertThat(victim.post(workspace.uri("/ui/idp/" + trusted + "/start"), Map.of("token", fields.get("token")))
                        .status())
                .isEqualTo(403);
        assertThat(victim.post(
                                workspace.uri("/ui/idp/" + trusted + "/start"),
                                Map.of("token", fields.get("token"), "csrf", fields.get("csrf")))
                        .status())
                .isEqualTo(403);
    }

    private static String add(String name, String more) {
        return admin.post("/admin/v1/idps", """
                        {"type":"oidc","name":"%s","issuer":"%s","client_id":"%s","client_secret":"%s",%s}""".formatted(
                                name, upstream.issuer(), UpstreamImitation.CLIENT, UpstreamImitation.SECRET, more))
                .expect(201)
                .get("id")
                .asText();
    }

    private static String invite(String address) {
        JsonNode made = admin.post(
                        "/admin/v1/users", "{\"username\":\"%s\",\"email\":\"%s\"}".formatted(address, address))
                .expect(201);
        assertThat(made.get("state").asText()).isEqualTo("pending");
        return made.get("id").asText();
    }

    /** By the button on the invitation's page. */
    private static URI choose(Browser browser, URI link, String idp) {
        return browser.submit(browser.open(link), "/ui/idp/" + idp + "/start", Map.of())
                .leadsTo();
    }

    private static URI begin(Browser browser, String idp) {
        return browser.open(workspace.uri("/ui/idp/" + idp + "/start")).leadsTo();
    }

    private static Browser.Page arrive(
            Browser browser, String idp, URI asked, String subject, @Nullable String email, boolean verified) {
        Map<String, String> answer = upstream.answer(asked, subject, claims -> {
            Map<String, Object> all = new LinkedHashMap<>(claims);
            if (email != null) {
                all.put("email", email);
                all.put("email_verified", verified);
            }
            return all;
        });
        return browser.open(workspace.uri("/ui/idp/" + idp + "/callback?"
                + answer.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
    }

    private static String state(String id) {
        return admin.get("/admin/v1/users/" + id).expect(200).get("state").asText();
    }

    private static JsonNode identities(String id) {
        return admin.get("/admin/v1/users/" + id + "/identities").expect(200).get("items");
    }
}

package com.prysmid.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MailedLinksIT {
    private static final String SESSION = "__Host-prysm_session";
    private static final String FIRST = "a violet umbrella in rain";
    private static final String SECOND = "seven quiet lighthouses";

    private static TestWorkspace open;
    private static TestWorkspace closed;
    private static Mailbox mails;

    @BeforeAll
    static void start() {
        RunningDev dev = RunningDev.shared();
        mails = new Mailbox(dev);
        open = TestWorkspace.create(dev, "people");
        open.admin().patch("/admin/v1/workspace", "{\"sign_up\":\"open\"}").expect(200);
        closed = TestWorkspace.create(dev, "closed");
    }

    @Test
    void offIsOffForWhoeverPostsDirectly() throws Exception {
        String address = "ann@off.example";
        Browser browser = closed.browser();
        Page shown = browser.open(closed.uri("/ui/signup"));
        assertThat(shown.status()).isEqualTo(404);
        assertThat(shown.html()).contains("You cannot sign up here").doesNotContain("<form");
        Page login = browser.open(closed.uri("/ui/login"));
        String csrf = Browser.hiddenFields(login).get("csrf");
        Page posted = browser.submit(
                form(closed.uri("/ui/signup"), "/ui/signup", csrf), Map.of("email", address, "password", FIRST));
        assertThat(posted.status()).isEqualTo(404);
        assertThat(neutral(posted.html())).isEqualTo(neutral(shown.html()));
        assertThat(closed.admin().get("/admin/v1/users?q=ann").expect(200).get("items"))
                .isEmpty();
        assertThat(login.html()).doesNotContain("/ui/signup");

        closed.admin()
                .patch("/admin/v1/workspace", "{\"sign_up\":\"email_domain\",\"sign_up_domains\":[\"good.example\"]}")
                .expect(200);
        Page refused = await(
                () -> signUp(closed.browser(), closed, "ann@good.example.evil.example"), page -> page.status() != 404);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html()).contains("address of that domain");
        assertThat(signUp(closed.browser(), closed, "ann@good.example").html()).contains("Look into your mail");
        closed.admin().patch("/admin/v1/workspace", "{\"sign_up\":\"off\"}").expect(200);
    }

    @Test
    void signsUpInOneBrowserAndGoesOn() {
        String address = "bea@people.example";
        Browser browser = open.browser();
        assertThat(signUp(browser, open, address).html()).contains("Look into your mail");
        assertThat(user(open, address).get("state").asText()).isEqualTo("pending");
        assertThat(signIn(open.browser(), open, address, FIRST).status())
                .as("a pending user cannot sign in")
                .isEqualTo(422);

        URI link = URI.create(mails.await(address).link());
        assertThat(link.toString()).startsWith(open.issuer() + "/ui/verify?token=");
        for (int i = 0; i < 2; i++) {
            assertThat(open.browser().open(link).html())
                    .as("a mail scanner uses nothing up, and is asked for a password")
                    .contains("name=\"password\"");
        }
        Page confirm = browser.open(link);
        assertThat(confirm.html()).doesNotContain("name=\"password\"");
        assertThat(confirm.response().headers().firstValue("referrer-policy")).hasValue("no-referrer");
        Page done = browser.submit(confirm, Map.of());
        assertThat(done.html()).contains("You are signed in");
        assertThat(browser.cookies()).containsKey(SESSION);
        JsonNode user = user(open, address);
        assertThat(user.get("state").asText()).isEqualTo("active");
        String id = user.get("id").asText();
        JsonNode whole = open.admin().get("/admin/v1/users/" + id).expect(200);
        assertThat(whole.get("email_verified").asBoolean()).isTrue();
        assertThat(whole.get("username").asText()).isEqualTo(address);
        assertThat(signIn(open.browser(), open, address, FIRST).status()).isEqualTo(200);

        assertThat(browser.open(link).status()).as("used").isEqualTo(400);
        assertThat(types(open, id)).contains("user.registered", "user.email_verified", "user.signed_in");
        JsonNode registered = entry(open, id, "user.registered");
        assertThat(registered.at("/actor/id").asText()).isEqualTo(id);
        assertThat(registered.get("ip").asText()).isNotEmpty();
        assertThat(registered.get("user_agent").asText()).isNotEmpty();
    }

    @Test
    void whoeverTypedAnothersAddressDoesNotKnowTheAccountsPassword() {
        String address = "victim@people.example";
        Browser attacker = open.browser();
        signUp(attacker, open, address);
        URI link = URI.create(mails.await(address).link());
        Browser owner = open.browser();
        Page page = owner.open(link);
        assertThat(page.html()).contains("name=\"password\"");
        assertThat(owner.submit(page, Map.of()).status()).isEqualTo(422);
        assertThat(owner.submit(page, Map.of("password", "short")).html()).contains("too short");
        assertThat(owner.submit(page, Map.of("password", SECOND)).html()).contains("You are signed in");
        assertThat(signIn(open.browser(), open, address, FIRST).status()).isEqualTo(422);
        assertThat(signIn(open.browser(), open, address, SECOND).status()).isEqualTo(200);
    }

    @Test
    void aKnownAndAnUnknownAddressAreAnsweredTheSame() {
        open.createUser("dora");
        Page known = signUp(open.browser(), open, "dora@example.com");
        Page unknown = signUp(open.browser(), open, "nemo@example.com");
        assertThat(known.status()).isEqualTo(unknown.status());
        assertThat(neutral(known.html()).replace("dora@", "x@"))
                .isEqualTo(neutral(unknown.html()).replace("nemo@", "x@"));
        assertThat(headers(known)).isEqualTo(headers(unknown));
        assertThat(mails.await("dora@example.com").text()).doesNotContain("token=");
        assertThat(signIn(open.browser(), open, "dora", TestWorkspace.PASSWORD).status())
                .isEqualTo(200);
        assertThat(signIn(open.browser(), open, "dora@example.com", TestWorkspace.PASSWORD)
                        .status())
                .as("a verified address is as good as the login name")
                .isEqualTo(200);

        Page forgotten = forgot(open.browser(), open, "dora");
        Page nobody = forgot(open.browser(), open, "nobody at all");
        assertThat(neutral(forgotten.html())).isEqualTo(neutral(nobody.html()));
        assertThat(headers(forgotten)).isEqualTo(headers(nobody));
    }

    @Test
    void aResetGoesToTheWorkspacesOwnOriginOnceAndEndsSessions() throws Exception {
        String id = open.createUser("erik");
        Browser elsewhere = open.browser();
        signIn(elsewhere, open, "erik", TestWorkspace.PASSWORD);
        Browser browser = open.browser();
        forgot(browser, open, "Erik@example.com");
        URI first = URI.create(mails.await("erik@example.com").link());
        assertThat(first.toString()).startsWith(open.issuer() + "/ui/password/reset?token=");
        forgot(browser, open, "erik");
        URI link = URI.create(mails.await("erik@example.com", 2).getLast().link());
        assertThat(browser.open(first).status())
                .as("a newer one has taken its place")
                .isEqualTo(400);
        assertThat(browser.open(URI.create(link.toString().replace("/ui/password/reset", "/ui/verify")))
                        .status())
                .as("for another purpose")
                .isEqualTo(400);
        assertThat(closed.browser()
                        .open(URI.create(link.toString().replace(open.issuer(), closed.issuer())))
                        .status())
                .as("at another workspace")
                .isEqualTo(400);

        Page page = browser.open(link);
        assertThat(page.html()).contains("Choose a new password").contains("autocomplete=\"new-password\"");
        assertThat(browser.submit(page, Map.of("password", "password123")).status())
                .isEqualTo(422);
        Map<String, String> hidden = Browser.hiddenFields(page);
        assertThat(open.browser()
                        .submit(
                                form(link, "/ui/password/reset", hidden.get("csrf")),
                                Map.of("token", hidden.get("token"), "password", SECOND))
                        .status())
                .as("a form of another browser")
                .isEqualTo(403);
        List<Page> both = atOnce(8, () -> browser.submit(page, Map.of("password", SECOND)));
        assertThat(both.stream().filter(one -> one.status() == 200)).hasSize(1);
        assertThat(both.stream().filter(one -> one.status() == 400)).hasSize(7);

        assertThat(browser.cookies()).as("nobody is signed in by a reset").doesNotContainKey(SESSION);
        assertThat(elsewhere.open(open.uri("/ui/account")).html()).contains("name=\"password\"");
        assertThat(signIn(open.browser(), open, "erik", TestWorkspace.PASSWORD).status())
                .isEqualTo(422);
        assertThat(signIn(open.browser(), open, "erik", SECOND).status()).isEqualTo(200);
        assertThat(mails.await("erik@example.com", 3)).hasSize(3);
        assertThat(types(open, id)).contains("user.password_reset_requested", "user.password_changed");
        assertThat(entry(open, id, "user.password_changed").at("/actor/id").asText())
                .isEqualTo(id);
    }

    @Test
    void nobodyIsMailedWithoutEnd() {
        open.createUser("flora");
        for (int i = 0; i < 7; i++) {
            assertThat(forgot(open.browser(), open, "flora").html()).contains("Look into your mail");
        }
        assertThat(mails.await("flora@example.com", 5)).hasSize(5);
    }

    /** Each of several accounts may have a few mails go out; together they flood nobody either. */
    @Test
    void nobodysMailboxIsFloodedByWayOfManyAccounts() {
        String victim = "molly@people.example";
        List<Page> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.createUser("flooder" + i);
            Browser browser = open.browser();
            signIn(browser, open, "flooder" + i, TestWorkspace.PASSWORD);
            for (int j = 0; j < 2; j++) {
                answers.add(browser.submit(browser.open(open.uri("/ui/account/email")), Map.of("email", victim)));
            }
        }
        answers.add(signUp(open.browser(), open, victim));
        assertThat(answers).allSatisfy(page -> assertThat(page.html()).contains("Look into your mail"));
        String later = "noor@people.example";
        signUp(open.browser(), open, later);
        mails.await(later);
        assertThat(mails.await(victim, 5)).hasSize(5);
        assertThat(open.admin()
                        .get("/admin/v1/audit?type=user.email_change_requested")
                        .expect(200)
                        .get("items")
                        .valueStream()
                        .filter(entry -> entry.at("/details/reason").asText().equals("too_many_mails_to_address")))
                .as("told once")
                .hasSize(1);
    }

    @Test
    void whoIsInvitedChoosesAPasswordAndIsIn() {
        JsonNode made = open.admin()
                .post("/admin/v1/users", "{\"username\":\"gina\",\"email\":\"gina@people.example\"}")
                .expect(201);
        assertThat(made.get("state").asText()).isEqualTo("pending");
        String id = made.get("id").asText();
        assertThat(open.admin().get("/admin/v1/users?state=pending").expect(200).toString())
                .contains(id);
        URI first = URI.create(mails.await("gina@people.example").link());
        open.admin().post("/admin/v1/users/" + id + "/invitation", "").expect(204);
        URI link = URI.create(mails.await("gina@people.example", 2).getLast().link());
        Browser browser = open.browser();
        assertThat(browser.open(first).status()).isEqualTo(400);
        Page done = browser.submit(browser.open(link), Map.of("password", FIRST));
        assertThat(done.html()).contains("You are signed in");
        assertThat(open.admin()
                        .get("/admin/v1/users/" + id)
                        .expect(200)
                        .get("email_verified")
                        .asBoolean())
                .isTrue();
        assertThat(open.admin()
                        .post("/admin/v1/users/" + id + "/invitation", "")
                        .status())
                .isEqualTo(409);
        assertThat(open.admin()
                        .post(
                                "/admin/v1/users",
                                "{\"username\":\"quiet\",\"email\":\"q@people.example\",\"invite\":false}")
                        .expect(201)
                        .get("state")
                        .asText())
                .isEqualTo("active");
    }

    @Test
    void aSignUpThatNobodyCompletedKeepsNobodyFromTheName() {
        signUp(open.browser(), open, "hugo@people.example");
        open.admin()
                .post("/admin/v1/users", "{\"username\":\"hugo@people.example\",\"password\":\"" + SECOND + "\"}")
                .expect(201);
        assertThat(signIn(open.browser(), open, "hugo@people.example", SECOND).status())
                .isEqualTo(200);
    }

    @Test
    void anAddressIsConfirmedInASessionOfThatAccountOnly() {
        String id = open.admin()
                .post("/admin/v1/users", """
                        {"username":"vic","password":"%s","email":"vic@people.example","invite":false}\
                        """.formatted(FIRST))
                .expect(201)
                .get("id")
                .asText();
        open.admin().post("/admin/v1/users/" + id + "/email_verification", "").expect(204);
        URI link = URI.create(mails.await("vic@people.example").link());
        Browser nobody = open.browser();
        Page refused = nobody.open(link);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.html()).contains("Sign in first").doesNotContain("<form");
        open.createUser("another");
        signIn(nobody, open, "another", TestWorkspace.PASSWORD);
        assertThat(nobody.open(link).status()).isEqualTo(403);

        Browser browser = open.browser();
        signIn(browser, open, "vic", FIRST);
        Page confirm = browser.open(link);
        Browser reader = open.browser();
        String csrf = Browser.hiddenFields(reader.open(open.uri("/ui/login"))).get("csrf");
        Page sent = reader.submit(
                form(link, "/ui/verify", csrf),
                Map.of("token", Browser.hiddenFields(confirm).get("token")));
        assertThat(sent.status()).isEqualTo(403);
        assertThat(sent.html()).contains("Sign in first");
        assertThat(open.admin()
                        .get("/admin/v1/users/" + id)
                        .expect(200)
                        .get("email_verified")
                        .asBoolean())
                .isFalse();
        assertThat(browser.submit(confirm, Map.of()).html()).contains("Your address is confirmed");
        assertThat(open.admin()
                        .get("/admin/v1/users/" + id)
                        .expect(200)
                        .get("email_verified")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anAddressIsChangedOnceTheNewOneIsShownToBeTheirs() {
        String id = open.admin()
                .post("/admin/v1/users", """
                        {"username":"ida@people.example","password":"%s","email":"ida@people.example","email_verified":true}\
                        """.formatted(FIRST))
                .expect(201)
                .get("id")
                .asText();
        Browser browser = open.browser();
        signIn(browser, open, "ida@people.example", FIRST);
        Page asked =
                browser.submit(browser.open(open.uri("/ui/account/email")), Map.of("email", "ida.new@people.example"));
        assertThat(asked.html()).contains("Look into your mail");
        assertThat(open.admin()
                        .get("/admin/v1/users/" + id)
                        .expect(200)
                        .get("email")
                        .asText())
                .isEqualTo("ida@people.example");
        URI link = URI.create(mails.await("ida.new@people.example").link());
        Browser reader = open.browser();
        assertThat(reader.submit(reader.open(link), Map.of()).html()).contains("Your address is changed");
        JsonNode user = open.admin().get("/admin/v1/users/" + id).expect(200);
        assertThat(user.get("email").asText()).isEqualTo("ida.new@people.example");
        assertThat(user.get("username").asText()).as("the login name follows").isEqualTo("ida.new@people.example");
        assertThat(mails.await("ida@people.example").text()).isNotEmpty();
        assertThat(signIn(open.browser(), open, "ida.new@people.example", FIRST).status())
                .isEqualTo(200);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        open.createUser("jan");
        Browser browser = open.browser();
        Browser elsewhere = open.browser();
        signIn(browser, open, "jan", TestWorkspace.PASSWORD);
        signIn(elsewhere, open, "jan", TestWorkspace.PASSWORD);
        Page form = browser.open(open.uri("/ui/account/password"));
        Page wrong = browser.submit(form, Map.of("current_password", "not it at all", "password", SECOND));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).contains("current password is not right");
        Page done = browser.submit(form, Map.of("current_password", TestWorkspace.PASSWORD, "password", SECOND));
        assertThat(done.html()).contains("Your password is changed");
        assertThat(browser.open(open.uri("/ui/account")).html()).contains("You are signed in as");
        assertThat(elsewhere.open(open.uri("/ui/account")).html()).contains("name=\"password\"");
        assertThat(mails.await("jan@example.com").text()).isNotEmpty();
        assertThat(signIn(open.browser(), open, "jan", SECOND).status()).isEqualTo(200);
    }

    @Test
    void aPasswordSetBySomebodyElseIsReplacedAtTheNextSignIn() {
        String id = open.createUser("kim");
        open.admin()
                .post("/admin/v1/users/" + id + "/password", "{\"password\":\"" + FIRST + "\",\"must_change\":true}")
                .expect(200);
        Browser browser = open.browser();
        Page step = signIn(browser, open, "kim", FIRST);
        assertThat(step.address().getPath()).isEqualTo("/ui/password/change");
        assertThat(browser.submit(step, Map.of("password", FIRST)).html()).contains("the password you have now");
        assertThat(browser.submit(step, Map.of("password", SECOND)).html()).contains("You are signed in");
        assertThat(signIn(open.browser(), open, "kim", SECOND).html()).contains("You are signed in");
    }

    @Test
    void onesAccountIsGoneForGood() {
        String id = open.createUser("lena");
        Browser browser = open.browser();
        signIn(browser, open, "lena", TestWorkspace.PASSWORD);
        Page form = browser.open(open.uri("/ui/account/deletion"));
        assertThat(browser.submit(form, Map.of("confirmation", "yes")).status()).isEqualTo(422);
        Page done = browser.submit(form, Map.of("confirmation", "lena"));
        assertThat(done.html()).contains("Your account is deleted");
        assertThat(open.admin().get("/admin/v1/users/" + id).status()).isEqualTo(404);
        assertThat(mails.await("lena@example.com").text()).isNotEmpty();
        assertThat(signIn(open.browser(), open, "lena", TestWorkspace.PASSWORD).status())
                .isEqualTo(422);
        assertThat(entry(open, id, "user.deleted").at("/actor/id").asText()).isEqualTo(id);
    }

    private static Page signUp(Browser browser, TestWorkspace at, String address) {
        Page form = browser.open(at.uri("/ui/signup"));
        return form.status() != 200
                ? form
                : browser.submit(form, Map.of("email", address, "password", FIRST, "given_name", "Bea"));
    }

    private static Page forgot(Browser browser, TestWorkspace at, String username) {
        return browser.submit(browser.open(at.uri("/ui/password/forgot")), Map.of("username", username));
    }

    private static Page signIn(Browser browser, TestWorkspace at, String username, String password) {
        return browser.submit(browser.open(at.uri("/ui/login")), Map.of("username", username, "password", password));
    }

    private static JsonNode user(TestWorkspace at, String username) {
        return at.admin()
                .get("/admin/v1/users?q=" + URLEncoder.encode(username, StandardCharsets.UTF_8))
                .expect(200)
                .get("items")
                .get(0);
    }

    private static List<String> types(TestWorkspace at, String target) {
        List<String> types = new ArrayList<>();
        at.admin()
                .get("/admin/v1/audit?target=" + target)
                .expect(200)
                .get("items")
                .forEach(entry -> types.add(entry.get("type").asText()));
        return types;
    }

    private static JsonNode entry(TestWorkspace at, String target, String type) {
        return at.admin()
                .get("/admin/v1/audit?target=" + target + "&type=" + type)
                .expect(200)
                .get("items")
                .get(0);
    }

    /** A page with a form that was never shown. */
    private static Page form(URI address, String action, String csrf) {
        Page page = closed.browser().open(closed.uri("/ui/login"));
        return new Page(
                address,
                new Replaced(
                        page.response(),
                        "<form method=\"post\" action=\"" + action + "\"><input type=\"hidden\" name=\"csrf\" value=\""
                                + csrf + "\">"));
    }

    private static String neutral(String html) {
        return html.replaceAll("interaction=[A-Za-z0-9_-]+", "").replaceAll("value=\"[A-Za-z0-9_-]{43}\"", "");
    }

    private static List<String> headers(Page page) {
        return page.response().headers().map().entrySet().stream()
                .filter(header ->
                        !List.of("date", "x-request-id", "content-length").contains(header.getKey()))
                .map(header ->
                        header.getKey() + ": " + header.getValue().toString().replaceAll("=[A-Za-z0-9_-]{43}", "="))
                .sorted()
                .toList();
    }

    private static Page await(Callable<Page> asking, Predicate<Page> until) throws Exception {
        Page page = asking.call();
        for (int i = 0; i < 100 && !until.test(page); i++) {
            Thread.sleep(100);
            page = asking.call();
        }
        return page;
    }

    private static List<Page> atOnce(int count, Callable<Page> act) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<Page>> all = threads.invokeAll(Collections.nCopies(count, act));
            List<Page> pages = new ArrayList<>();
            for (Future<Page> one : all) {
                pages.add(one.get());
            }
            return pages;
        }
    }
}

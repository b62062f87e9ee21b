package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.AuthenticatorApp;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Second factors through the pages, and the ways around them. */
class MfaIT {
    private static final String TICKET = "__Host-prysm_sign_in";
    private static final String SESSION = "__Host-prysm_session";
    private static final Pattern CODES = Pattern.compile("id=\"recovery-codes\">([^<]+)</pre>");

    private static TestWorkspace optional;
    private static TestWorkspace required;

    @BeforeAll
    static void start() {
        optional = TestWorkspace.create(RunningDev.shared(), "mfa");
        required = TestWorkspace.create(RunningDev.shared(), "mfareq");
        required.admin().patch("/admin/v1/workspace", "{\"mfa\":\"required\"}").expect(200);
    }

    /** An authenticator app, and the recovery codes that came with it. */
    private record Enrolled(AuthenticatorApp app, List<String> recovery) {}

    @Test
    void whoSetsUpAnAppIsAskedForItsCodeFromThenOn() {
        String id = optional.createUser("tess");
        Enrolled tess = enrolInAccount("tess");
        assertThat(tess.recovery()).hasSize(10);

        Browser browser = optional.browser();
        Page asked = signIn(optional, browser, "tess");
        assertThat(asked.address().getPath()).isEqualTo("/ui/mfa");
        assertThat(asked.html()).contains("autocomplete=\"one-time-code\"").contains("inputmode=\"numeric\"");
        assertThat(browser.cookies()).containsKey(TICKET).doesNotContainKey(SESSION);

        Page wrong = browser.submit(asked, Map.of("code", "12"));
        assertThat(wrong.status()).isEqualTo(422);
        Page in = browser.submit(wrong, Map.of("code", tess.app().nextCode()));
        assertThat(in.html()).contains("You are signed in");
        assertThat(browser.cookies()).containsKey(SESSION).doesNotContainKey(TICKET);

        Browser other = optional.browser();
        Page again = signIn(optional, other, "tess");
        assertThat(other.submit(again, Map.of("code", tess.app().nextCode())).status())
                .as("the same code a second time")
                .isEqualTo(422);
        Page byPaper = other.open(optional.uri("/ui/mfa?factor=recovery_code"));
        assertThat(other.submit(byPaper, Map.of("code", tess.recovery().getFirst()))
                        .html())
                .contains("You are signed in");

        String audit =
                optional.admin().get("/admin/v1/audit?target=" + id).expect(200).toString();
        assertThat(audit).contains("user.factor_added", "user.sign_in_failed", "wrong_code", "user.recovery_code_used");
    }

    @Test
    void whereItIsRequiredItIsSetUpInTheSignIn() {
        required.createUser("rosa");
        Browser browser = required.browser();
        Page choices = signIn(required, browser, "rosa");
        assertThat(choices.html()).contains("Set up a second step").contains("factor=totp");
        assertThat(browser.cookies()).doesNotContainKey(SESSION);

        Page setup = browser.open(required.uri("/ui/mfa/setup?factor=totp"));
        assertThat(setup.html()).contains("<svg").contains("QR code");
        AuthenticatorApp app = AuthenticatorApp.of(setup);
        assertThat(browser.submit(setup, Map.of("code", "000")).status()).isEqualTo(422);
        Page codes = browser.submit(setup, Map.of("code", app.code()));
        assertThat(recovery(codes)).hasSize(10);
        assertThat(codes.html()).contains("download=\"recovery-codes.txt\"");
        assertThat(browser.cookies()).containsKey(SESSION);
        assertThat(browser.open(required.uri("/ui/account/factors")).html()).contains("Authenticator app");
    }

    @Test
    void aMailedCodeIsOfferedWhereAnAddressIsKnown() {
        required.createUser("mila");
        Browser browser = required.browser();
        signIn(required, browser, "mila");
        Page send = browser.open(required.uri("/ui/mfa/setup?factor=email_code"));
        Page typed = browser.submit(send, Map.of());
        String code = new Mailbox(RunningDev.shared()).await("mila@example.com").code();
        Page codes = browser.submit(typed, Map.of("code", code));
        assertThat(recovery(codes)).hasSize(10);
        assertThat(browser.cookies()).containsKey(SESSION);
    }

    @Test
    void thePendingSignInOpensNothingElse() {
        required.createUser("paul");
        Browser browser = required.browser();
        signIn(required, browser, "paul");
        assertThat(browser.open(required.uri("/ui/account")).address().getPath())
                .isEqualTo("/ui/login");
        String ticket = browser.cookies().get(TICKET).getValue();

        Browser asSession = required.browser();
        asSession.plant(SESSION, ticket);
        assertThat(asSession.open(required.uri("/ui/account")).address().getPath())
                .isEqualTo("/ui/login");

        Browser elsewhere = optional.browser();
        elsewhere.plant(TICKET, ticket);
        assertThat(elsewhere.open(optional.uri("/ui/mfa")).status()).isEqualTo(400);

        Browser forged = required.browser();
        forged.plant(TICKET, ticket.substring(0, ticket.length() - 4) + "AAAA");
        assertThat(forged.open(required.uri("/ui/mfa")).status()).isEqualTo(400);
        assertThat(required.browser()
                        .open(required.uri("/ui/mfa/setup?factor=totp"))
                        .status())
                .as("without any")
                .isEqualTo(400);
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() {
        required.createUser("cora");
        Browser browser = required.browser();
        signIn(required, browser, "cora");
        for (String path : List.of("/ui/mfa", "/ui/mfa/send", "/ui/mfa/setup")) {
            assertThat(browser.post(required.uri(path), Map.of("factor", "totp", "code", "123456"))
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void aPasswordThiefNeitherGuessesNorAddsAFactor() {
        required.createUser("dora");
        Browser owner = required.browser();
        signIn(required, owner, "dora");
        Page setup = owner.open(required.uri("/ui/mfa/setup?factor=totp"));
        AuthenticatorApp app = AuthenticatorApp.of(setup);
        owner.submit(setup, Map.of("code", app.code()));

        Browser thief = required.browser();
        Page asked = signIn(required, thief, "dora");
        assertThat(thief.open(required.uri("/ui/mfa/setup?factor=totp")).html()).doesNotContain("id=\"secret\"");
        for (int i = 0; i < 4; i++) {
            assertThat(thief.submit(asked, Map.of("code", app.wrong())).status())
                    .isEqualTo(422);
        }
        assertThat(thief.submit(asked, Map.of("code", app.wrong())).status()).isEqualTo(400);
        assertThat(thief.submit(asked, Map.of("code", app.nextCode())).status())
                .as("after five, the right one comes too late")
                .isEqualTo(400);
        assertThat(thief.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    void adminsSeeAndRemoveFactors() {
        String id = optional.createUser("nora");
        enrolInAccount("nora");
        var list = optional.admin().get("/admin/v1/users/" + id + "/factors").expect(200);
        assertThat(list.at("/items/0/type").asText()).isEqualTo("totp");
        assertThat(list.toString()).doesNotContain("secret").doesNotContain("digest");
        optional.admin().delete("/admin/v1/users/" + id + "/factors").expect(204);
        assertThat(signIn(optional, optional.browser(), "nora").html()).contains("You are signed in");
    }

    @Test
    void itsOwnerRenamesAndRemovesAFactorAndReadsThatOneIsRequired() {
        required.createUser("remy");
        Browser browser = required.browser();
        signIn(required, browser, "remy");
        Page setup = browser.open(required.uri("/ui/mfa/setup?factor=totp"));
        browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        Page factors = browser.open(required.uri("/ui/account/factors"));
        assertThat(factors.html()).contains("A second step is required here", "Codes that are left: 10.");
        Page renamed = browser.submit(factors, "/ui/account/factors/rename", Map.of("name", "Old phone"));
        assertThat(renamed.html()).contains("<h2>Old phone</h2>");
        Page removed = browser.submit(renamed, "/ui/account/factors/remove", Map.of());
        assertThat(removed.html())
                .contains("No code is set up as a second step", "A second step is required here")
                .doesNotContain("Old phone", "Recovery codes");
        assertThat(new Mailbox(RunningDev.shared()).await("remy@example.com", 2))
                .hasSize(2);
        assertThat(signIn(required, required.browser(), "remy").html()).contains("Set up a second step");
    }

    @Test
    void whatThePolicyHasTakenAwayIsNotSetUpAnyMore() {
        TestWorkspace changing = TestWorkspace.create(RunningDev.shared(), "mfanow");
        changing.createUser("nils");
        Browser browser = changing.browser();
        signIn(changing, browser, "nils");
        Page setup = browser.open(changing.uri("/ui/account/factors/totp"));
        changing.admin()
                .patch("/admin/v1/workspace", "{\"mfa_factors\":[\"passkey\"]}")
                .expect(200);
        Page after =
                browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        assertThat(after.address().getPath()).isEqualTo("/ui/account/factors");
        assertThat(after.html())
                .contains("No code is set up as a second step")
                .doesNotContain("Set up an authenticator");
    }

    private static Enrolled enrolInAccount(String user) {
        Browser browser = optional.browser();
        signIn(optional, browser, user);
        Page setup = browser.open(optional.uri("/ui/account/factors/totp"));
        AuthenticatorApp app = AuthenticatorApp.of(setup);
        Page codes = browser.submit(setup, Map.of("code", app.code()));
        return new Enrolled(app, recovery(codes));
    }

    private static Page signIn(TestWorkspace workspace, Browser browser, String user) {
        return browser.submit(
                browser.open(workspace.uri("/ui/login")), Map.of("username", user, "password", TestWorkspace.PASSWORD));
    }

    private static List<String> recovery(Page page) {
        Matcher codes = CODES.matcher(page.html());
        assertThat(codes.find()).as(page.html()).isTrue();
        return codes.group(1).lines().toList();
    }
}

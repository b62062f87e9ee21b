package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.tenant.crypto.Totp;
import java.time.Instant;
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
    private static final Pattern SECRET = Pattern.compile("<code id=\"secret\">([A-Z2-7 ]+)</code>");
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
    private record Enrolled(Totp app, List<String> recovery) {}

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
        Page in = browser.submit(wrong, Map.of("code", nextCode(tess.app())));
        assertThat(in.html()).contains("You are signed in");
        assertThat(browser.cookies()).containsKey(SESSION).doesNotContainKey(TICKET);

        Browser other = optional.browser();
        Page again = signIn(optional, other, "tess");
        assertThat(other.submit(again, Map.of("code", nextCode(tess.app()))).status())
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
        Totp app = app(setup);
        assertThat(browser.submit(setup, Map.of("code", "000")).status()).isEqualTo(422);
        Page codes = browser.submit(setup, Map.of("code", code(app)));
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
        Totp app = app(setup);
        owner.submit(setup, Map.of("code", code(app)));

        Browser thief = required.browser();
        Page asked = signIn(required, thief, "dora");
        assertThat(thief.open(required.uri("/ui/mfa/setup?factor=totp")).html()).doesNotContain("id=\"secret\"");
        for (int i = 0; i < 4; i++) {
            assertThat(thief.submit(asked, Map.of("code", wrong(app))).status()).isEqualTo(422);
        }
        assertThat(thief.submit(asked, Map.of("code", wrong(app))).status()).isEqualTo(400);
        assertThat(thief.submit(asked, Map.of("code", nextCode(app))).status())
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

    private static Enrolled enrolInAccount(String user) {
        Browser browser = optional.browser();
        signIn(optional, browser, user);
        Page setup = browser.open(optional.uri("/ui/account/factors/totp"));
        Totp app = app(setup);
        Page codes = browser.submit(setup, Map.of("code", code(app)));
        return new Enrolled(app, recovery(codes));
    }

    private static Page signIn(TestWorkspace workspace, Browser browser, String user) {
        return browser.submit(
                browser.open(workspace.uri("/ui/login")), Map.of("username", user, "password", TestWorkspace.PASSWORD));
    }

    private static Totp app(Page setup) {
        Matcher secret = SECRET.matcher(setup.html());
        assertThat(secret.find()).as(setup.html()).isTrue();
        return Totp.of(secret.group(1).replace(" ", ""));
    }

    private static List<String> recovery(Page page) {
        Matcher codes = CODES.matcher(page.html());
        assertThat(codes.find()).as(page.html()).isTrue();
        return codes.group(1).lines().toList();
    }

    private static String code(Totp app) {
        return app.code(Totp.stepAt(Instant.now()));
    }

    /** Of the step after now, which is good already: that of now may be used up. */
    private static String nextCode(Totp app) {
        return app.code(Totp.stepAt(Instant.now()) + 1);
    }

    private static String wrong(Totp app) {
        long step = Totp.stepAt(Instant.now());
        for (int i = 0; ; i++) {
            String code = "%06d".formatted(i);
            if (List.of(-2L, -1L, 0L, 1L, 2L).stream()
                    .noneMatch(off -> app.code(step + off).equals(code))) {
                return code;
            }
        }
    }
}

package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.prysmid.node.running.AuthenticatorApp;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RelyingParty;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A second factor that apps ask for (OpenID Connect Core §5.5.1.1 {@code acr}), or that the workspace asks of some or of nobody. */
class StepUpIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "stepup");
    private static final RelyingParty RP = RelyingParty.register(WORKSPACE, "");
    private static final String PASSWORD = "urn:prysmid:acr:pwd";
    private static final String MFA = "urn:prysmid:acr:mfa";
    private static final String ESSENTIAL = essential(MFA);

    private final Browser browser = WORKSPACE.browser();

    @Test
    void aSessionIsSteppedUpByTheCodeAlone() throws Exception {
        WORKSPACE.createUser("sten");
        JWTClaimsSet before = claims(RP, RP.signIn(browser, "sten"));
        AuthenticatorApp app = enrol(WORKSPACE, browser);
        Thread.sleep(1_100);
        assertThat(claims(RP, RP.open(browser)).getStringClaim("acr"))
                .as("the session is what it was")
                .isEqualTo(PASSWORD);

        Page asked = RP.open(browser, "acr_values", MFA);
        assertThat(asked.address().getPath()).isEqualTo("/ui/mfa");
        assertThat(asked.html()).contains("one-time-code").doesNotContain("name=\"password\"");
        assertThat(browser.submit(asked, Map.of("code", app.wrong())).status()).isEqualTo(422);
        JWTClaimsSet after = claims(RP, browser.submit(asked, Map.of("code", app.nextCode())));
        assertThat(after.getSubject()).isEqualTo(before.getSubject());
        assertThat(after.getStringClaim("acr")).isEqualTo(MFA);
        assertThat(after.getStringListClaim("amr")).containsExactly("pwd", "otp", "mfa");
        assertThat(after.getLongClaim("auth_time")).isGreaterThan(before.getLongClaim("auth_time"));

        JWTClaimsSet silent = claims(RP, RP.open(browser, "claims", ESSENTIAL, "prompt", "none"));
        assertThat(silent.getStringClaim("acr")).isEqualTo(MFA);
        assertThat(silent.getClaim("auth_time")).isEqualTo(after.getClaim("auth_time"));
    }

    @Test
    void whatIsEssentialIsAskedForToo() throws Exception {
        WORKSPACE.createUser("esme");
        RP.signIn(browser, "esme");
        AuthenticatorApp app = enrol(WORKSPACE, browser);
        assertThat(error(RP.open(browser, "claims", ESSENTIAL, "prompt", "none")))
                .as("nobody may be asked")
                .isEqualTo("login_required");
        Page asked = RP.open(browser, "claims", ESSENTIAL);
        assertThat(asked.html()).contains("one-time-code").doesNotContain("name=\"password\"");
        assertThat(claims(RP, browser.submit(asked, Map.of("code", app.nextCode())))
                        .getStringClaim("acr"))
                .isEqualTo(MFA);
    }

    @Test
    void whoHasNoFactorSetsOneUpForWhatIsEssential() throws Exception {
        WORKSPACE.createUser("newt");
        Page choices = RP.signIn(browser, "newt", "claims", ESSENTIAL);
        assertThat(choices.html()).contains("Set up a second step");
        Page setup = browser.open(WORKSPACE.uri(find(choices, "href=\"(/ui/mfa/setup\\?factor=totp[^\"]*)\"")));
        Page codes =
                browser.submit(setup, Map.of("code", AuthenticatorApp.of(setup).code()));
        Page back = browser.open(WORKSPACE.uri(find(codes, "class=\"button\" href=\"([^\"]+)\"")));
        assertThat(claims(RP, back).getStringClaim("acr")).isEqualTo(MFA);
    }

    @Test
    void aWishOfWhoHasNoFactorIsNoErrorAndNoQuestion() throws Exception {
        WORKSPACE.createUser("wim");
        assertThat(error(RP.open(browser, "acr_values", MFA, "prompt", "none"))).isEqualTo("login_required");
        assertThat(claims(RP, RP.signIn(browser, "wim", "acr_values", MFA)).getStringClaim("acr"))
                .isEqualTo(PASSWORD);
        assertThat(claims(RP, RP.open(browser, "acr_values", MFA, "prompt", "none"))
                        .getStringClaim("acr"))
                .isEqualTo(PASSWORD);
        assertThat(error(RP.open(browser, "claims", ESSENTIAL, "prompt", "none")))
                .isEqualTo("login_required");
        assertThat(RP.open(browser, "claims", ESSENTIAL).html())
                .as("begun just now, the session is good for setting one up")
                .contains("Set up a second step")
                .doesNotContain("name=\"password\"");
    }

    @Test
    void whereFactorsAreOffAWishIsNotFailedAndWhatIsEssentialIs() throws Exception {
        TestWorkspace off = TestWorkspace.create(RunningDev.shared(), "mfaoff");
        RelyingParty app = RelyingParty.register(off, "");
        off.createUser("olaf");
        Browser first = off.browser();
        app.signIn(first, "olaf");
        enrol(off, first);
        off.admin().patch("/admin/v1/workspace", "{\"mfa\":\"off\"}").expect(200);

        Browser second = off.browser();
        assertThat(claims(app, app.signIn(second, "olaf", "acr_values", MFA)).getStringClaim("acr"))
                .as("and the factor is not asked for")
                .isEqualTo(PASSWORD);
        assertThat(error(app.open(second, "claims", ESSENTIAL))).isEqualTo("unmet_authentication_requirements");
        assertThat(claims(app, app.open(second, "claims", essential(MFA + "\",\"" + PASSWORD)))
                        .getStringClaim("acr"))
                .isEqualTo(PASSWORD);
    }

    @Test
    void aRoleCallsForAFactorAlsoInASessionOfBefore() throws Exception {
        TestWorkspace roles = TestWorkspace.create(RunningDev.shared(), "mfaroles");
        String project = roles.createProject("Books");
        roles.admin()
                .post("/admin/v1/projects/" + project + "/roles", "{\"key\":\"editor\",\"display_name\":\"Editor\"}")
                .expect(201);
        String rita = roles.createUser("rita");
        Browser browserOfRita = roles.browser();
        roles.createUser("carl");
        roles.admin()
                .patch(
                        "/admin/v1/workspace",
                        "{\"mfa\":\"required_for_roles\",\"mfa_roles\":[\"" + project + ":editor\"]}")
                .expect(200);
        RelyingParty app = RelyingParty.register(roles, "");
        assertThat(claims(app, app.signIn(browserOfRita, "rita")).getStringClaim("acr"))
                .isEqualTo(PASSWORD);
        roles.admin()
                .put(
                        "/admin/v1/users/" + rita + "/grants",
                        "{\"project_id\":\"" + project + "\",\"roles\":[\"editor\"]}")
                .expect(200);
        assertThat(error(app.open(browserOfRita, "prompt", "none"))).isEqualTo("interaction_required");
        assertThat(app.open(browserOfRita).html()).contains("Set up a second step");
        assertThat(signIn(roles, "rita").html()).contains("Set up a second step");
        assertThat(signIn(roles, "carl").html()).contains("You are signed in");
    }

    private static Page signIn(TestWorkspace workspace, String user) {
        Browser browser = workspace.browser();
        return RelyingParty.signIn(browser, user, browser.open(workspace.uri("/ui/login")));
    }

    private static AuthenticatorApp enrol(TestWorkspace workspace, Browser browser) {
        Page setup = browser.open(workspace.uri("/ui/account/factors/totp"));
        AuthenticatorApp app = AuthenticatorApp.of(setup);
        assertThat(browser.submit(setup, Map.of("code", app.code())).html()).contains("id=\"recovery-codes\"");
        return app;
    }

    /** @param values joined by {@code ","} */
    private static String essential(String values) {
        return "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + values + "\"]}}}";
    }

    private static JWTClaimsSet claims(RelyingParty app, Page page) throws Exception {
        return app.tokens(page).getIDToken().getJWTClaimsSet();
    }

    private static String error(Page page) throws Exception {
        return RelyingParty.response(page).toErrorResponse().getErrorObject().getCode();
    }

    private static String find(Page page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(page.html());
        assertThat(found.find()).as(page.html()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }
}

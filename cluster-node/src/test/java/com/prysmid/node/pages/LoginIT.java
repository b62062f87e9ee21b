package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.HttpCookie;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoginIT {
    private static final String SESSION = "__Host-prysm_session";

    private static TestWorkspace workspace;
    private static URI login;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "login");
        login = workspace.uri("/ui/login");
        workspace.createUser("ada");
    }

    @Test
    void thePageNeedsNothingButItsStylesheet() {
        Page page = workspace.browser().open(login);

        assertThat(page.status()).isEqualTo(200);
        assertThat(header(page, "content-security-policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(header(page, "cache-control")).isEqualTo("no-store");
        Matcher stylesheet =
                Pattern.compile("href=\"(/ui/assets/[0-9a-f]+\\.css)\"").matcher(page.html());
        assertThat(stylesheet.find()).isTrue();
        Page styles = workspace.browser().open(workspace.uri(stylesheet.group(1)));
        assertThat(styles.status()).isEqualTo(200);
        assertThat(header(styles, "content-type")).startsWith("text/css");
        assertThat(header(styles, "cache-control")).contains("immutable");
        assertThat(workspace
                        .browser()
                        .open(workspace.uri("/ui/assets/other.css"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aSignInBeginsAFreshSessionInACookieOfThisHostAlone() {
        Browser browser = workspace.browser();
        Page done = signIn(browser, "Ada", TestWorkspace.PASSWORD);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.html()).contains("You are signed in");
        HttpCookie first = browser.cookies().get(SESSION);
        assertThat(first.getSecure()).isTrue();
        assertThat(first.isHttpOnly()).isTrue();
        assertThat(first.getPath()).isEqualTo("/");
        assertThat(first.getDomain()).isIn(null, "", login.getHost());
        assertThat(done.response().headers().allValues("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith(SESSION) && cookie.contains("SameSite=Lax"));

        signIn(browser, "ada", TestWorkspace.PASSWORD);
        assertThat(browser.cookies().get(SESSION).getValue()).isNotEqualTo(first.getValue());
    }

    @Test
    void aWrongPasswordAnUnknownNameAndALockedUserAreToldTheSame() {
        String locked = workspace.createUser("locked.user");
        workspace.admin().post("/admin/v1/users/" + locked + "/lock", "").expect(200);

        Page wrong = signIn(workspace.browser(), "ada", "not the password");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.html()).contains("role=\"alert\"").contains("value=\"ada\"");
        Page unknown = signIn(workspace.browser(), "nobody", "not the password");
        Page lockedOut = signIn(workspace.browser(), "locked.user", TestWorkspace.PASSWORD);
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(lockedOut.status()).isEqualTo(422);
        assertThat(neutral(unknown, "nobody")).isEqualTo(neutral(wrong, "ada"));
        assertThat(neutral(lockedOut, "locked.user")).isEqualTo(neutral(wrong, "ada"));
    }

    @Test
    void whatWasTypedComesBackEscaped() {
        Page page = signIn(workspace.browser(), "\"><script>alert(1)</script>", "x");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).doesNotContain("<script>").contains("value=\"&#34;>&lt;script>");
    }

    @Test
    void aFormOfAnotherBrowserIsRefused() {
        Page foreign = workspace.browser().open(login);
        Browser victim = workspace.browser();
        victim.open(login);

        Page refused = victim.submit(foreign, Map.of("username", "ada", "password", TestWorkspace.PASSWORD));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    void anInteractionThatIsNoneIsExplained() {
        Page page = workspace.browser().open(workspace.uri("/ui/login?interaction=AAAA"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).contains("This sign-in has expired");
    }

    @Test
    void emptyFieldsAreAskedFor() {
        Page page = signIn(workspace.browser(), "ada", "");

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("Enter both");
    }

    @Test
    void securityTxtSaysWhomToTell() {
        Page page = workspace.browser().open(workspace.uri("/.well-known/security.txt"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("Contact: mailto:security@")
                .containsPattern("Expires: [0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z\n")
                .contains("Canonical: " + workspace.issuer() + "/.well-known/security.txt");
    }

    private static Page signIn(Browser browser, String username, String password) {
        return browser.submit(browser.open(login), Map.of("username", username, "password", password));
    }

    /** The page without what differs by nature. */
    private static String neutral(Page page, String username) {
        return page.html()
                .replaceAll("data-(csrf|challenge)=\"[^\"]*\"", "")
                .replaceAll("name=\"(csrf|challenge)\" value=\"[^\"]*\"", "")
                .replaceAll("data-options=\"[^\"]*\"", "")
                .replace("value=\"" + username + "\"", "");
    }

    private static String header(Page page, String name) {
        return page.response().headers().firstValue(name).orElse("");
    }
}

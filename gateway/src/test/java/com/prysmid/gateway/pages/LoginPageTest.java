package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.http.Visits;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LoginPageTest {
    private static final String ATTACK = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";

    private static String login(String workspaceName, LoginForm form) {
        Words words = Words.in(Locale.ENGLISH);
        return PageTemplates.page(
                Visits.to(workspaceName), words, new View("login.jte", words.text("login.title"), form));
    }

    @Test
    void everyValueIsEscapedWhereItStands() {
        String page = login(ATTACK, new LoginForm(ATTACK, ATTACK, ATTACK, ATTACK, false, ATTACK));

        assertThat(page).doesNotContain("<script").doesNotContain("<img");
        assertThat(page).contains("&lt;script&gt;");
        // Within quotes no quote is left to end the attribute.
        assertThat(Pattern.compile("value=\"([^\"]*)\"").matcher(page).results().map(found -> found.group(1)))
                .hasSize(3)
                .allSatisfy(value -> assertThat(value).doesNotContain("<").startsWith("&#34;"));
    }

    @Test
    void nothingNeedsMoreThanTheContentSecurityPolicyAllows() {
        String page = login("Acme", new LoginForm("token", "sealed", "Shop", "ann", false, "Not right."));

        assertThat(page).doesNotContain("<script").doesNotContain("<style").doesNotContain("javascript:");
        assertThat(Pattern.compile("\\s(style|on[a-z]+)=").matcher(page).find()).isFalse();
        assertThat(page).contains("<link rel=\"stylesheet\" href=\"" + Asset.STYLES.path() + "\">");
        assertThat(Asset.STYLES.content()).doesNotContain("url(").doesNotContain("@import");
    }

    @Test
    void theFormWorksForBrowsersPasswordStoresAndScreenReaders() {
        String page = login("Acme", new LoginForm("token", "sealed", "Shop", "", false, null));

        assertThat(page)
                .contains("<html lang=\"en\">")
                .contains("<form method=\"post\" action=\"/ui/login\"")
                .contains("<label for=\"username\">")
                .contains("<label for=\"password\">")
                .containsPattern("<input id=\"username\" name=\"username\" [^>]*autocomplete=\"username\"")
                .containsPattern(
                        "<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\"")
                .contains("<button type=\"submit\">")
                .contains("<input type=\"hidden\" name=\"csrf\" value=\"token\">")
                .contains("<input type=\"hidden\" name=\"interaction\" value=\"sealed\">")
                .doesNotContain("role=\"alert\"")
                .doesNotContain("aria-describedby")
                .doesNotContain("aria-invalid");
    }

    @Test
    void aProblemIsSaidAndTheNameIsKept() {
        String page = login("Acme", new LoginForm("token", null, null, "ann", false, "Not right."));

        assertThat(page)
                .containsPattern(
                        "<p class=\"alert\" id=\"problem\" role=\"alert\" tabindex=\"-1\"[^>]*>Not right\\.</p>")
                .containsPattern("name=\"username\" [^>]*value=\"ann\"[^>]*aria-describedby=\"problem\"")
                .containsPattern("name=\"password\" [^>]*aria-describedby=\"problem\"")
                .doesNotContain("name=\"interaction\"");
        assertThat(Pattern.compile("autofocus").matcher(page).results()).hasSize(1);
    }

    @Test
    void thePageWithItsStylesheetIsLight() {
        String page = login("Acme", new LoginForm("t".repeat(43), "s".repeat(1_000), "Shop", "ann", false, "No."));

        assertThat(page.getBytes(StandardCharsets.UTF_8).length
                        + Asset.STYLES.content().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(50_000);
    }

    @Test
    void aFormPrintsNoName() {
        assertThat(new LoginForm("token", null, null, "ann@example.test", false, null))
                .hasToString("LoginForm[redacted]");
    }
}

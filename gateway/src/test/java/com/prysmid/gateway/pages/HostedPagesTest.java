package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Visit;
import com.prysmid.gateway.http.Visits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostedPagesTest {
    private static final String ATTACK = "\"><script>alert(1)</script>";
    private static final Visit ACME = Visits.to("Acme");

    private final HostedPages pages = new HostedPages();

    @Test
    void anErrorSaysWhatHappenedToPeopleAndToDevelopersAndEscapesIt() {
        assertThat(pages.error(ACME, new HttpProblem(403, "x", "The address does not match."), "r-1"))
                .contains("<h1>Not allowed</h1>")
                .contains("<p class=\"fine\" lang=\"en\">The address does not match.</p>")
                .contains("<code>r-1</code>");
        assertThat(pages.error(Visits.to(ATTACK), new HttpProblem(400, ATTACK, ATTACK), ATTACK))
                .doesNotContain("<script");
    }

    @Test
    void anErrorOfAKnownCodeIsSaidInWordsForPeopleAlone() {
        assertThat(pages.error(ACME, new HttpProblem(403, "csrf", "Technical."), "r-1"))
                .contains("This form is out of date.")
                .doesNotContain("Technical.");
    }

    @Test
    void anErrorOfNoKnownWorkspaceNamesNone() {
        assertThat(pages.error(Visits.nowhere(), new HttpProblem(500, "server_error", "x"), "r-1"))
                .doesNotContain("class=\"workspace\"");
    }

    @Test
    void signingOutIsConfirmedWithAllFieldsAndTheToken() {
        String page = pages.confirmLogout(ACME, "/oidc/v1/end_session", "token", Map.of("state", ATTACK));

        assertThat(page)
                .contains("action=\"/oidc/v1/end_session\"")
                .contains("name=\"csrf\" value=\"token\"")
                .contains("name=\"state\" value=\"&#34;")
                .contains("<button type=\"submit\">")
                .doesNotContain("<script");
    }

    @Test
    void appsAreToldInFramesAndTheWayOnNeedsNoScript() {
        String page = pages.signingOut(
                ACME,
                List.of("https://rp.example/out?iss=https%3A%2F%2Fa&sid=s", ATTACK),
                "https://rp.example/bye?state=" + ATTACK,
                "/oidc/v1/end_session",
                "token",
                Map.of("state", ATTACK));

        assertThat(page)
                .contains("<iframe src=\"https://rp.example/out?iss=https%3A%2F%2Fa&amp;sid=s\"")
                .contains("<meta http-equiv=\"refresh\" content=\"3;url=https://rp.example/bye?state=&#34;")
                .contains("action=\"/oidc/v1/end_session\"")
                .contains("name=\"csrf\" value=\"token\"")
                .contains("<button type=\"submit\">")
                .doesNotContain("<script");
        assertThat(page.indexOf("http-equiv")).as("in the head").isLessThan(page.indexOf("<body"));
    }

    @Test
    void withNowhereToGoThePageStays() {
        assertThat(pages.signingOut(ACME, List.of("https://rp.example/out"), null, "/x", "token", Map.of()))
                .contains("<iframe")
                .doesNotContain("http-equiv=\"refresh\"")
                .doesNotContain("<form");
    }

    @Test
    void aHostThatIsNoWorkspaceGetsOneTextThatNeedsNothingElse() {
        assertThat(pages.notFound(Visits.nowhere()))
                .isEqualTo(new HostedPages().notFound(Visits.nowhere()))
                .doesNotContain("<link");
    }

    @Test
    void theOtherPagesAreWhole() {
        assertThat(pages.signedOut(ACME))
                .contains("Acme")
                .contains("href=\"/ui/login\"")
                .contains("</html>");
        assertThat(pages.suspended(ACME)).contains("suspended").contains("</html>");
    }
}

package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Whoever guesses at a login name, one by one or many at once, does not learn whether somebody has it. */
class KnownOrNotIT {
    /** Digits, as many as the real name has. */
    private static final String KNOWN = "wanda-1";

    private static final String UNKNOWN = "waldo-1";

    /** The least that a policy may say. */
    private static final int LOCKOUT = 3;

    private static final int BURST = 12;

    private final TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "known-or-not");

    @Test
    void burstsBeforeAtAndAfterTheLockOutAreAnsweredAlikeAndAuditedAsEver() {
        // Cheap hashes: what is proven is how many are made. Each that is made stands in the audit journal.
        workspace
                .admin()
                .patch("/admin/v1/workspace", "{\"password_hash_cost\":4,\"lockout_failures\":" + LOCKOUT + "}")
                .expect(200);
        String id = workspace.createUser(KNOWN);
        for (int guesses : List.of(1, BURST, 1, BURST)) {
            assertThat(burst(UNKNOWN, guesses)).isEqualTo(burst(KNOWN, guesses));
        }
        assertThat(guess(workspace.browser(), KNOWN, TestWorkspace.PASSWORD).status())
                .as("locked out, as the unknown name is")
                .isEqualTo(422);

        List<JsonNode> failures = new ArrayList<>();
        workspace
                .admin()
                .get("/admin/v1/audit?type=user.sign_in_failed&limit=200")
                .expect(200)
                .get("items")
                .forEach(failures::add);
        List<JsonNode> known = failures.stream()
                .filter(entry -> entry.at("/target/id").asText().equals(id))
                .toList();
        List<JsonNode> unknown = failures.stream()
                .filter(entry -> entry.at("/target/type").asText().equals("workspace"))
                .toList();
        assertThat(unknown).hasSize(2 + 2 * BURST);
        assertThat(known).hasSize(unknown.size() + 1);
        assertThat(unknown).allSatisfy(entry -> {
            assertThat(entry.at("/target/id").asText()).isEqualTo(workspace.slug());
            assertThat(entry.get("details").toString()).isEqualTo("{\"reason\":\"unknown_user\"}");
        });
        assertThat(unknown.stream().map(entry -> entry.get("id").asText()))
                .as("ids")
                .doesNotHaveDuplicates();
        assertThat(failures.toString()).doesNotContain(UNKNOWN);
    }

    @Test
    void whoPretendsToComeFromElsewhereIsCountedAndToldOfWhereTheyAre() {
        workspace
                .admin()
                .patch("/admin/v1/workspace", "{\"password_hash_cost\":4}")
                .expect(200);
        Browser honest = workspace.browser();
        assertThat(guess(honest, "somebody", "a wrong password").status()).isEqualTo(422);
        Browser liar = workspace.browser();
        Page last = null;
        int failures = 0;
        do {
            String address = "198.51.100." + failures % 250;
            liar.claim("X-Forwarded-For", address);
            liar.claim("X-Real-IP", address);
            liar.claim("Forwarded", "for=" + address + ";host=auth.evil.example");
            liar.claim("True-Client-IP", address);
            last = guess(liar, "somebody-" + failures, "a wrong password");
            failures++;
        } while (last.status() == 422 && failures < 600);
        assertThat(last.status())
                .as("one address's allowance, whatever it says")
                .isEqualTo(429);
        assertThat(last.response().headers().firstValueAsLong("retry-after").orElse(0))
                .isPositive();
        assertThat(guess(honest, "somebody", "a wrong password").status())
                .as("it is this address's")
                .isEqualTo(429);
        JsonNode entries = workspace
                .admin()
                .get("/admin/v1/audit?type=user.sign_in_failed&limit=200")
                .expect(200)
                .get("items");
        assertThat(entries.findValuesAsText("ip")).isNotEmpty().containsOnly("127.0.0.1");
    }

    /** What came back, how often. */
    private Map<String, Integer> burst(String username, int guesses) {
        List<Page> forms = new ArrayList<>();
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < guesses; i++) {
            Browser browser = workspace.browser();
            browsers.add(browser);
            forms.add(browser.open(workspace.uri("/ui/login")));
        }
        Map<String, Integer> answers = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(guesses)) {
            List<CompletableFuture<Page>> pages = new ArrayList<>();
            for (int i = 0; i < guesses; i++) {
                Browser browser = browsers.get(i);
                Page form = forms.get(i);
                pages.add(CompletableFuture.supplyAsync(
                        () -> browser.submit(form, Map.of("username", username, "password", "a wrong password")),
                        threads));
            }
            pages.forEach(page -> answers.merge(neutral(page.join(), username), 1, Integer::sum));
        }
        return answers;
    }

    private Page guess(Browser browser, String username, String password) {
        return browser.submit(
                browser.open(workspace.uri("/ui/login")), Map.of("username", username, "password", password));
    }

    /** Status, headers and body, without what is random in each, and without the name that the guesser typed. */
    private static String neutral(Page page, String username) {
        Map<String, List<String>> headers =
                new TreeMap<>(page.response().headers().map());
        headers.keySet().removeAll(List.of("date", "x-request-id", "set-cookie"));
        String body = page.html()
                .replaceAll("data-(csrf|challenge)=\"[^\"]*\"", "")
                .replaceAll("name=\"(csrf|challenge)\" value=\"[^\"]*\"", "")
                .replaceAll("data-options=\"[^\"]*\"", "")
                .replace(username, "");
        return page.status() + " " + headers.toString().replaceAll("nonce-[^' ]*", "") + " " + body;
    }
}

package com.prysmid.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** All that is known of somebody, for them. */
class DataDownloadIT {
    private static final int CHANGES = 1_100;

    @Test
    void theFileHoldsTheWholeJournalOfThePersonWithDetails() throws Exception {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), "download");
        String id = workspace.createUser("olga");
        String other = workspace.createUser("other");
        changeOften(workspace, id);
        Browser browser = workspace.browser();
        browser.submit(
                browser.open(workspace.uri("/ui/login")),
                Map.of("username", "olga", "password", TestWorkspace.PASSWORD));

        Browser.Page file = browser.submit(browser.open(workspace.uri("/ui/account/data")), Map.of());

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.response().headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"my-data.json\"");
        JsonNode data = new JsonMapper().readTree(file.html());
        assertThat(data.at("/profile/username").asText()).isEqualTo("olga");
        List<JsonNode> updates = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (JsonNode entry : data.get("activity")) {
            types.add(entry.get("type").asText());
            if (entry.get("type").asText().equals("user.updated")) {
                updates.add(entry);
            }
        }
        assertThat(updates).hasSize(CHANGES);
        assertThat(updates.getFirst().at("/details/changed").toString()).isEqualTo("[\"nickname\"]");
        assertThat(updates.getFirst().get("by").asText()).isNotEqualTo("you");
        assertThat(updates.getFirst().has("ip")).as("an admin's address").isFalse();
        assertThat(types).as("the oldest, and one's own").contains("user.created", "user.signed_in");
        JsonNode signIn = data.get("activity")
                .valueStream()
                .filter(entry -> entry.get("type").asText().equals("user.signed_in"))
                .findFirst()
                .orElseThrow();
        assertThat(signIn.get("by").asText()).isEqualTo("you");
        assertThat(signIn.get("ip").asText()).isNotEmpty();
        assertThat(signIn.at("/details/amr").toString()).isEqualTo("[\"pwd\"]");
        assertThat(data.get("activity")
                        .valueStream()
                        .filter(entry -> entry.get("type").asText().equals("user.signed_in")))
                .as("what is by and about the person is in it once")
                .hasSize(1);
        assertThat(data.get("activity")
                        .get(data.get("activity").size() - 1)
                        .get("type")
                        .asText())
                .isEqualTo("user.created");
        assertThat(file.html()).doesNotContain(other).doesNotContain("$2a$");
    }

    private static void changeOften(TestWorkspace workspace, String id) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> changes = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                String name = "n" + i;
                changes.add(threads.submit(() -> {
                    int status;
                    do {
                        status = workspace
                                .admin()
                                .patch("/admin/v1/users/" + id, "{\"nickname\":\"" + name + "\"}")
                                .status();
                        assertThat(status).as("done, or changed meanwhile").isIn(200, 409, 412);
                    } while (status != 200);
                }));
            }
            for (Future<?> change : changes) {
                change.get();
            }
        }
    }
}

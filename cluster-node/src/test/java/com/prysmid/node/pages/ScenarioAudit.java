package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the audit journal tells of the people in the scenarios: every kind of act, each with who, from where and with what. */
final class ScenarioAudit {
    private static final String[] ACTS = {
        "session.revoked",
        "user.consent_given",
        "user.consent_withdrawn",
        "user.deleted",
        "user.email_change_requested",
        "user.email_verified",
        "user.factor_added",
        "user.factor_removed",
        "user.identity_linked",
        "user.identity_unlinked",
        "user.invited",
        "user.password_changed",
        "user.password_reset_requested",
        "user.recovery_code_used",
        "user.recovery_codes_made",
        "user.registered",
        "user.sign_in_failed",
        "user.sign_in_pending",
        "user.sign_up_requested",
        "user.signed_in",
        "user.signed_out",
        "user.updated"
    };

    private ScenarioAudit() {}

    static void tellsEveryAct(TestWorkspace workspace) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        JsonMapper json = new JsonMapper();
        for (String line :
                workspace.admin().get("/admin/v1/audit/export").text().lines().toList()) {
            entries.add(json.readTree(line));
        }
        assertThat(entries).extracting(entry -> entry.get("type").asText()).contains(ACTS);
        // The system acts by itself when a time is over or a mail is sent: it has no address.
        assertThat(entries)
                .filteredOn(entry -> !entry.at("/actor/type").asText().equals("system"))
                .allSatisfy(entry -> {
                    assertThat(entry.at("/actor/id").asText("")).as("%s", entry).isNotEmpty();
                    assertThat(entry.path("ip").asText("")).as("%s", entry).isNotEmpty();
                    assertThat(entry.path("user_agent").asText(""))
                            .as("%s", entry)
                            .isNotEmpty();
                });
        assertThat(entries)
                .filteredOn(entry -> entry.at("/actor/type").asText().equals("system"))
                .extracting(entry -> entry.get("type").asText())
                .doesNotContain(ACTS);
    }
}

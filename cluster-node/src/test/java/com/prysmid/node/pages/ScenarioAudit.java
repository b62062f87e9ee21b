package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.node.running.TestWorkspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        Set<String> deleted = entries.stream()
                .filter(entry -> entry.get("type").asText().equals("user.deleted"))
                .map(entry -> entry.at("/target/id").asText())
                .collect(Collectors.toSet());
        assertThat(entries)
                .filteredOn(ScenarioAudit::isByAPerson)
                .filteredOn(entry -> !deleted.contains(entry.at("/actor/id").asText()))
                .allSatisfy(entry -> {
                    assertThat(entry.at("/actor/id").asText("")).as("%s", entry).isNotEmpty();
                    assertThat(entry.path("ip").asText("")).as("%s", entry).isNotEmpty();
                    assertThat(entry.path("user_agent").asText(""))
                            .as("%s", entry)
                            .isNotEmpty();
                });
        assertThat(entries)
                .as("of a deleted person it stays what was done and when; their address and browser go with them")
                .filteredOn(entry -> deleted.contains(entry.at("/actor/id").asText()))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.get("ip").isNull()).as("%s", entry).isTrue();
                    assertThat(entry.get("user_agent").isNull()).as("%s", entry).isTrue();
                });
        assertThat(entries)
                .filteredOn(entry -> entry.at("/actor/type").asText().equals("system"))
                .extracting(entry -> entry.get("type").asText())
                .doesNotContain(ACTS);
    }

    /** The system acts by itself when a time is over or a mail is sent, and the control plane speaks for nobody: neither has an address. */
    private static boolean isByAPerson(JsonNode entry) {
        String actor = entry.at("/actor/type").asText();
        return !actor.equals("system") && !actor.equals("control_plane");
    }
}

package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BruteForceIT {
    /** {@code prysm.limits.sign-in.address}. */
    private static final int FAILURES = 300;

    @Test
    void whoSpraysNamesIsStoppedAtThatWorkspaceAlone() {
        TestWorkspace attacked = workspace("sprayed");
        TestWorkspace other = workspace("unsprayed");
        Browser attacker = attacked.browser();
        Page stopped = signIn(attacked, attacker, "somebody", "a wrong password");
        int failures = 1;
        while (stopped.status() == 422 && failures < 2 * FAILURES) {
            stopped = signIn(attacked, attacker, "somebody-" + failures, "a wrong password");
            failures++;
        }
        assertThat(stopped.status()).isEqualTo(429);
        assertThat(failures).isGreaterThan(FAILURES);
        assertThat(stopped.response().headers().firstValueAsLong("retry-after").orElse(0))
                .isPositive();
        assertThat(signIn(attacked, attacker, "ada", TestWorkspace.PASSWORD).status())
                .as("nor is a right password tried")
                .isEqualTo(429);
        assertThat(signIn(other, other.browser(), "ada", TestWorkspace.PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void manyPeopleSignInFromOneAddress() {
        TestWorkspace workspace = workspace("office");
        for (int i = 0; i < 60; i++) {
            assertThat(signIn(workspace, workspace.browser(), "ada", TestWorkspace.PASSWORD)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static TestWorkspace workspace(String name) {
        TestWorkspace workspace = TestWorkspace.create(RunningDev.shared(), name);
        // Cheap hashes: what is proven is how many are made.
        workspace
                .admin()
                .patch("/admin/v1/workspace", "{\"password_hash_cost\":4}")
                .expect(200);
        workspace.createUser("ada");
        return workspace;
    }

    private static Page signIn(TestWorkspace workspace, Browser browser, String username, String password) {
        return browser.submit(
                browser.open(workspace.uri("/ui/login")), Map.of("username", username, "password", password));
    }
}

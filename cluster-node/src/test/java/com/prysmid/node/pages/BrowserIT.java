package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.prysmid.node.running.Api;
import com.prysmid.node.running.NodeProject;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The hosted pages as people find them in Chromium: the scenarios are in {@code src/test/js/browser}, pictures of what they saw in
 * {@code target/screens}. {@code -Dprysm.scenario=name} runs only some.
 */
class BrowserIT {
    private static final Path SCREENS = Path.of("target", "screens");

    @TestFactory
    Stream<DynamicTest> scenarios() throws Exception {
        Optional<Path> chromium = chromium();
        if (chromium.isEmpty() || !NodeProject.isPossible()) {
            System.err.println("""

                    *** The pages are NOT tested in a browser: that needs Chromium, Node 20 or newer and npm
                    *** (Debian: apt install chromium nodejs npm; elsewhere, PRYSM_CHROMIUM names the executable).
                    """);
        }
        assumeTrue(chromium.isPresent() && NodeProject.isPossible(), "needs Chromium, Node 20 or newer and npm");
        NodeProject.install();
        Files.createDirectories(SCREENS);
        RunningDev dev = RunningDev.shared();
        TestWorkspace workspace = TestWorkspace.create(dev, "people");
        TestWorkspace suspended = TestWorkspace.create(dev, "unpaid");
        new Api(dev.tls(), dev.apiUrl(), dev.apiToken())
                .post("/v1/workspaces/" + suspended.slug() + "/suspend", "")
                .expect(200);
        Map<String, String> environment = new HashMap<>();
        environment.put("NODE_EXTRA_CA_CERTS", dev.description().get("ca_cert").asText());
        environment.put("PRYSM_CHROMIUM", chromium.get().toString());
        environment.put("PRYSM_DOMAIN", dev.domain());
        environment.put("PRYSM_ISSUER", workspace.issuer());
        environment.put("PRYSM_SUSPENDED", suspended.issuer());
        environment.put("PRYSM_MAILBOX", dev.description().get("mailbox_url").asText());
        String only = System.getProperty("prysm.scenario", "");
        environment.put("PRYSM_SCENARIO", only);
        environment.put("PRYSM_TLS", dev.data().resolve("tls").toAbsolutePath().toString());
        environment.put("PRYSM_SCREENS", SCREENS.toAbsolutePath().toString());
        environment.put("PRYSM_ADMIN_TOKEN", workspace.adminToken());
        Stream<DynamicTest> scenarios = NodeProject.test(NodeProject.SCENARIOS, environment).stream()
                .map(outcome -> DynamicTest.dynamicTest(
                        outcome.name(),
                        () -> assertThat(outcome.failure()).as(outcome.name()).isNull()));
        return only.isEmpty()
                ? Stream.concat(
                        scenarios,
                        Stream.of(DynamicTest.dynamicTest(
                                "every act of theirs is in the audit journal, with who, from where and with what",
                                () -> ScenarioAudit.tellsEveryAct(workspace))))
                : scenarios;
    }

    /** Where it is named, or where distributions put it. */
    private static Optional<Path> chromium() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("PRYSM_CHROMIUM")),
                        Stream.of(
                                "/usr/bin/chromium-headless-shell",
                                "/usr/bin/chromium",
                                "/usr/bin/chromium-browser",
                                "/usr/bin/google-chrome",
                                "/snap/bin/chromium",
                                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}

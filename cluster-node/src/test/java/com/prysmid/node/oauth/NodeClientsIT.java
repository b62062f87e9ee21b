package com.prysmid.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.prysmid.node.running.NodeProject;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The workspace as {@code openid-client}, {@code oauth4webapi} and {@code jose} find it: the tests are in {@code src/test/js}. */
class NodeClientsIT {
    @TestFactory
    Stream<DynamicContainer> javaScript() throws Exception {
        assumeTrue(NodeProject.isPossible(), "needs Node 20 or newer and npm (Debian: apt install nodejs npm)");
        NodeProject.install();
        RunningDev dev = RunningDev.shared();
        TestWorkspace workspace = TestWorkspace.create(dev, "javascript");
        Map<String, String> environment = Map.of(
                "NODE_EXTRA_CA_CERTS", dev.description().get("ca_cert").asText(),
                "PRYSM_DOMAIN", dev.domain(),
                "PRYSM_ISSUER", workspace.issuer(),
                "PRYSM_ADMIN_TOKEN", workspace.adminToken(),
                "PRYSM_TLS", dev.data().resolve("tls").toAbsolutePath().toString());
        String only = System.getProperty("prysm.js", "");
        return NodeProject.files().stream()
                .filter(file -> file.toString().contains(only))
                .map(file -> DynamicContainer.dynamicContainer(file.toString(), tests(file, environment)));
    }

    private static Stream<DynamicTest> tests(Path file, Map<String, String> environment) {
        // Not before JUnit comes to this container.
        return Stream.of(file)
                .flatMap(it -> NodeProject.test(it, environment).stream())
                .map(outcome -> DynamicTest.dynamicTest(
                        outcome.name(),
                        () -> assertThat(outcome.failure()).as(outcome.name()).isNull()));
    }
}

package com.prysmid.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneSettings;
import com.prysmid.control.operating.AdminApi;
import com.prysmid.control.operating.AdminApiSettings;
import com.prysmid.control.operating.ServiceAccountHealth;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.value.Secret;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.BackOff;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.Workspaces;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document and the table of operations say the same. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @TempDir
    static Path directory;

    private static ActorTestKit kit;
    private static DataPlaneClient dataPlane;
    private static ControlApi api;

    private final JsonNode document = document();

    /** The real thing behind the table, although nothing here is called: a node that has joined no cluster. */
    @BeforeAll
    static void start() {
        TestAuthority authority = TestAuthority.create(directory);
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
                """).withFallback(ConfigFactory.defaultReference()));
        dataPlane = new DataPlaneClient(new DataPlaneSettings(
                URI.create("https://127.0.0.1:1"), authority.issue("client", "control-plane"), Duration.ofSeconds(1)));
        Clock clock = Clock.systemUTC();
        IssuerNaming issuers = new IssuerNaming("prysm.test", 443);
        ReadSide readSide = ReadSide.start(
                kit.system(),
                new DatabaseSettings("127.0.0.1", 1, "none", "nobody", new Secret("none"), authority.certificate(), 1),
                issuers);
        Vault vault = TestVault.of(TestVault.keyFile(directory, "vault.keys"));
        Workspaces workspaces = Workspaces.start(
                kit.system(),
                dataPlane,
                vault,
                issuers,
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0),
                Duration.ZERO,
                clock);
        api = new ControlApi(
                "prysm.test",
                new ControlApi.Parts(
                        workspaces,
                        new ServiceAccountHealth(
                                workspaces::serviceAccount,
                                new AdminApi(
                                        kit.system(),
                                        vault,
                                        new AdminApiSettings(Optional.empty(), Optional.empty(), Duration.ofSeconds(1)),
                                        clock)),
                        Tokens.start(kit.system(), clock, new SecureRandom()),
                        Accounts.start(kit.system(), clock, new SecureRandom()),
                        Sessions.start(kit.system(), clock, new SecureRandom()),
                        readSide,
                        Optional.empty()),
                URI.create("mailto:security@prysm.test"),
                clock);
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        dataPlane.close();
    }

    @Test
    void everyOperationIsDescribedAndNothingElseIs() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        Set<String> served = api.operations().stream()
                .map(operation -> operation.method() + " " + operation.template())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void theDocumentSaysWhichScopeAndRoleAnOperationNeeds() {
        assertThat(document.path("security").toString()).isEqualTo("[{\"api_token\":[]},{\"session\":[]}]");
        for (Operation operation : api.operations()) {
            JsonNode described = described(operation);
            String name = operation.method() + " " + operation.template();
            switch (operation.access()) {
                case Operation.Access.Anybody anybody ->
                    assertThat(described.path("security").toString()).as(name).isEqualTo("[]");
                case Operation.Access.SignedIn signedIn ->
                    assertThat(described.path("security").toString()).as(name).isEqualTo("[{\"session\":[]}]");
                case Operation.Access.Needs(Scope scope, Role role) -> {
                    assertThat(described.path("security").toString())
                            .as(name)
                            .isEqualTo("[{\"api_token\":[\"" + scope.wire() + "\"]},{\"session\":[]}]");
                    assertThat(described.path("x-role").asText()).as(name).isEqualTo(role.wire());
                }
            }
        }
    }

    /** Else a member could make a token that does what they may not. */
    @Test
    void aRoleHoldsAScopeExactlyWhereItMayCallEveryOperationThatNeedsIt() {
        for (Operation operation : api.operations()) {
            if (operation.access() instanceof Operation.Access.Needs(Scope scope, Role needed)) {
                for (Role role : Role.values()) {
                    assertThat(Standing.scopes(role).contains(scope))
                            .as(operation.method() + " " + operation.template() + " as " + role)
                            .isEqualTo(role.atLeast(needed));
                }
            }
        }
    }

    @Test
    void theDocumentSaysWhichOperationsTakeABody() {
        for (Operation operation : api.operations()) {
            assertThat(described(operation).has("requestBody"))
                    .as(operation.method() + " " + operation.template())
                    .isEqualTo(operation.content() == Operation.Content.JSON);
        }
    }

    @Test
    void everyScopeIsDescribed() {
        assertThat(document.at("/components/schemas/Scope/enum"))
                .extracting(JsonNode::asText)
                .containsExactly(Stream.of(Scope.values()).map(Scope::wire).toArray(String[]::new));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    private JsonNode described(Operation operation) {
        return document.path("paths")
                .path(operation.template())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }

    private static JsonNode document() {
        try (InputStream resource = OpenApiTest.class.getResourceAsStream(ServiceRoutes.OPENAPI)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(resource));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

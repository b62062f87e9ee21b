package com.prysmid.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.json.ApiJson;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    private static ActorTestKit kit;
    private static Entities entities;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                        pekko.actor.provider = cluster
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        """).withFallback(ConfigFactory.load()));
        entities = new Entities(kit.system());
        List<Operation> described = AdminApi.operations(entities).stream()
                .filter(operation -> !operation.template().equals("/openapi.json"))
                .toList();
        document = ApiJson.parse(ApiJson.bytes(OpenApiDocument.of(described))).orElseThrow();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whatIsServedIsDescribedAndWhatIsDescribedIsServed() {
        Set<String> served = AdminApi.endpoints(entities).stream()
                .map(endpoint -> endpoint.method().value() + " " + endpoint.path())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        described.add("GET /admin/v1/openapi.json");

        assertThat(served).isEqualTo(described);
    }

    @Test
    void allThatIsReferredToIsThere() {
        List<String> references = new ArrayList<>();
        document.findValues("$ref").forEach(reference -> references.add(reference.asText()));

        assertThat(references)
                .hasSizeGreaterThan(20)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void operationsAreNamedOnceAndTheirVariablesAreDeclared() {
        List<String> names = document.findValuesAsText("operationId");
        assertThat(names).doesNotHaveDuplicates();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    List<String> declared = new ArrayList<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.get("in").asText().equals("path")) {
                            declared.add(parameter.get("name").asText());
                        }
                    });
                    assertThat(declared)
                            .as(path.getKey())
                            .containsExactlyElementsOf(VARIABLE.matcher(path.getKey())
                                    .results()
                                    .map(variable -> variable.group(1))
                                    .toList());
                }));
    }

    @Test
    void requestsTakeNoOtherMembersAndSecretsAreAnswersOnlyWhereTheyAreMade() {
        assertThat(document.at("/components/schemas/AppDocument/additionalProperties")
                        .asBoolean(true))
                .isFalse();
        assertThat(document.at("/components/schemas/AppDocument/required").toString())
                .isEqualTo("[\"client_name\"]");
        assertThat(document.at("/components/schemas/UserView/properties").has("password_hash"))
                .isFalse();
    }

    @Test
    void everyResourceAsksForItsPermission() {
        assertThat(AdminApi.operations(entities)).allSatisfy(operation -> {
            String template = operation.template();
            assertThat(operation.permission()).as(template).isEqualTo(expected(template));
        });
        assertThat(AdminApi.endpoints(entities))
                .extracting(Endpoint::path)
                .allMatch(path -> path.startsWith(AdminApi.ROOT + "/"));
    }

    private static @Nullable Permission expected(String template) {
        if (template.equals("/openapi.json")) {
            return null;
        }
        if (template.startsWith("/users")) {
            return Permission.MANAGE_USERS;
        }
        if (template.startsWith("/audit")) {
            return Permission.READ_AUDIT;
        }
        return template.equals("/workspace") || template.startsWith("/branding")
                ? Permission.OPERATE_WORKSPACE
                : Permission.MANAGE_WORKSPACE;
    }
}

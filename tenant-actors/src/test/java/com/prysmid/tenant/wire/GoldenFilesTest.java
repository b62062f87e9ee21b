package com.prysmid.tenant.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.Samples;
import com.prysmid.tenant.event.DomainEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Old journals stay readable: one file per wire name, holding what was once written. A file is made once, by running with
 * {@code -Dprysm.golden.write=true}, and never changed; a changed shape gets a new wire name.
 */
class GoldenFilesTest {
    private static final Path FILES = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("prysm.golden.write");
    private static final JsonMapper JSON = new JsonMapper();

    private final DomainSerializer serializer = new DomainSerializer();

    static List<String> wireNames() {
        return List.copyOf(WireNames.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("wireNames")
    void whatWasWrittenIsReadAndWrittenTheSame(String wireName) throws IOException {
        Path file = file(wireName);
        if (WRITE && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, JSON.readTree(serializer.toBinary(sample(wireName))).toPrettyString() + "\n");
        }
        Object read = serializer.fromBinary(Files.readAllBytes(file), wireName);
        assertThat(serializer.manifest(read)).isEqualTo(wireName);
        assertThat(JSON.readTree(serializer.toBinary(read))).isEqualTo(JSON.readTree(file.toFile()));
        assertThat(read).as("every member of the class is in the file").isEqualTo(sample(wireName));
    }

    @Test
    void thereIsOneFilePerWireNameAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrderElementsOf(wireNames().stream()
                            .map(name -> file(name).getFileName().toString())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("wireNames")
    void whatANewerVersionAddsIsPassedOver(String wireName) throws IOException {
        String newer = Files.readString(file(wireName)).replaceFirst("\\{", "{\"added_later\":{\"x\":1},");
        assertThat(serializer.fromBinary(newer.getBytes(StandardCharsets.UTF_8), wireName))
                .isEqualTo(sample(wireName));
    }

    @ParameterizedTest
    @MethodSource("wireNames")
    void printingShowsNoDigestHashOrSealedKey(String wireName) {
        assertThat(sample(wireName).toString())
                .doesNotContain("passwordHash-text")
                .doesNotContain("sealedPrivateJwk-text");
    }

    @Test
    void anUnknownNameIsRefusedByName() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> serializer.fromBinary("{}".getBytes(StandardCharsets.UTF_8), "user.created/99"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("user.created/99");
    }

    /** Of the messages that may be owed, the files hold one; so here is another, as it waits in journals. */
    @Test
    void aMailThatWaitsIsReadAndWrittenTheSame() throws IOException {
        String written = """
                {"at":"2026-01-02T03:04:05Z",
                 "act":{"actor":{"type":"SYSTEM","id":"delivery"}},
                 "event":{"items":[{"deliveryId":"mail.password_reset.1","message":{"kind":"mail","purpose":"PASSWORD_RESET",
                   "address":"ada@example.org","locale":"es","parameters":{"name":"Ada"},"sealedSecret":"AAAA",
                   "validUntil":"2026-01-02T04:04:05Z"}}],"due":"2026-01-02T03:04:05Z"}}
                """;
        Object read = serializer.fromBinary(written.getBytes(StandardCharsets.UTF_8), "delivery.queued/1");
        assertThat(JSON.readTree(serializer.toBinary(read))).isEqualTo(JSON.readTree(written));
        assertThat(read.toString()).doesNotContain("ada@").doesNotContain("AAAA");
    }

    private static Path file(String wireName) {
        return FILES.resolve(wireName.replace('/', '@') + ".json");
    }

    private static Object sample(String wireName) {
        Object sample = new Samples(null, false).of(WireNames.all().get(wireName));
        return sample instanceof DomainEvent event
                ? new Recorded<>(
                        Instant.parse("2026-01-02T03:04:05.678901Z"),
                        new Act(new Actor(Actor.Type.USER, "user-0001"), "app-1", "192.0.2.1", "Firefox", "request-1"),
                        event)
                : sample;
    }
}

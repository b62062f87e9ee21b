package com.prysmid.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.store.EventSerializer;
import com.prysmid.control.value.ControlEvent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event there is has its words, or is left out on purpose; and no entry holds what does not belong there. */
class AuditWordsTest {
    /** What only the program itself needs. */
    private static final Set<String> BOOKKEEPING = Set.of(
            "workspace_index.listed/1", "workspace_index.settled/1", "api_token.used/1", "console_session.used/1");

    private static final AuditEntry.Source SOURCE = new AuditEntry.Source(7, "Entity|id", 3);

    /** The golden files hold one of each. */
    static Stream<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(directory())) {
            return files
                    .map(file -> file.getFileName().toString().replaceFirst("-(\\d+)\\.json$", "/$1"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyEventIsPutIntoWordsOrLeftOutOnPurpose(String name) throws IOException, URISyntaxException {
        ControlEvent event = event(name);
        Optional<AuditEntry> entry = AuditWords.of(
                SOURCE,
                event,
                new AuditWords.Context("acme", "acct_1", Change.between(Map.of("a", 1), Map.of("a", 2))));
        assertThat(entry.isEmpty()).as("left out").isEqualTo(BOOKKEEPING.contains(name));
        entry.ifPresent(line -> {
            assertThat(line.type()).matches("[a-z_]+\\.[a-z_]+").isNotEqualTo(AuditWords.UNSPOKEN);
            assertThat(line.at()).isEqualTo(event.at());
            assertThat(line.by()).isEqualTo(event.by());
            assertThat(line.accountId()).isEqualTo("acct_1");
            assertThat(line.target().id()).isNotBlank();
            // The golden events carry an owner's address, digests, a key and a sealed one.
            assertThat(line.toString())
                    .doesNotContain("@")
                    .doesNotContain("47DEQpj8HBSa")
                    .doesNotContain("c2VhbGVk")
                    .doesNotContain("11qYAYKx")
                    .doesNotContain("gAAAA");
        });
    }

    @Test
    void aChangeShowsOnlyWhatDiffers() {
        Change change = Change.between(
                Map.of("name", "Acme", "plan", "free", "status", "active"),
                Map.of("name", "Acme", "plan", "pro", "status", "active"));
        assertThat(change).isEqualTo(new Change(Map.of("plan", "free"), Map.of("plan", "pro")));
        assertThat(Change.between(Map.of(), Map.of("name", "Acme"))).isEqualTo(Change.made(Map.of("name", "Acme")));
    }

    private static ControlEvent event(String name) throws IOException, URISyntaxException {
        return (ControlEvent) new EventSerializer()
                .fromBinary(Files.readAllBytes(directory().resolve(name.replace('/', '-') + ".json")), name);
    }

    private static Path directory() throws URISyntaxException {
        URL golden = Objects.requireNonNull(AuditWordsTest.class.getResource("/golden"));
        return Path.of(golden.toURI());
    }
}

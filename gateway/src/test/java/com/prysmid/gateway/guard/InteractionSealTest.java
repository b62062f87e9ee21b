package com.prysmid.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionSealTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Slug ACME = new Slug("acme");
    private static final Map<String, String> PARAMETERS = Map.of("client_id", "c 1", "state", "\u00e9&=+%");

    @TempDir
    Path directory;

    private Aead aead;
    private InteractionSeal seal;

    @BeforeEach
    void openKeyset() throws IOException {
        aead = InteractionKeyset.open(directory.resolve("keys/interactions.json"));
        seal = at(NOW);
    }

    @Test
    void whatWasSealedOpensAsItWas() {
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, PARAMETERS);
        assertThat(sealed).matches("[A-Za-z0-9_-]+");
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, sealed)).contains(new Interaction(PARAMETERS, NOW));
    }

    @Test
    void aSealHoldsForItsPurposeAndItsWorkspaceOnly() {
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, PARAMETERS);
        assertThat(seal.open("other", ACME, sealed)).isEmpty();
        assertThat(seal.open(Interaction.AUTHORIZE, new Slug("other"), sealed)).isEmpty();
    }

    @Test
    void aSealHoldsForAnHour() {
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, PARAMETERS);
        assertThat(at(NOW.plus(Duration.ofHours(1))).open(Interaction.AUTHORIZE, ACME, sealed))
                .isPresent();
        assertThat(at(NOW.plus(Duration.ofHours(1)).plusMillis(1)).open(Interaction.AUTHORIZE, ACME, sealed))
                .isEmpty();
    }

    @Test
    void sealingAgainDoesNotMakeItLastLonger() {
        Interaction old = new Interaction(PARAMETERS, NOW.minus(Duration.ofMinutes(59)));
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, old);
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, sealed)).contains(old);
        assertThat(at(NOW.plus(Duration.ofMinutes(2))).open(Interaction.AUTHORIZE, ACME, sealed))
                .isEmpty();
    }

    @Test
    void whatWasTamperedWithOrIsNoSealAtAllDoesNotOpen() {
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, PARAMETERS);
        char last = sealed.charAt(10);
        String tampered = sealed.substring(0, 10) + (last == 'A' ? 'B' : 'A') + sealed.substring(11);
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, tampered)).isEmpty();
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, "")).isEmpty();
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, "not base64!")).isEmpty();
        assertThat(seal.open(Interaction.AUTHORIZE, ACME, "A".repeat(20_000))).isEmpty();
    }

    @Test
    void theKeysetIsItsOwnersAloneAndTheSameTheNextTime() throws IOException {
        Path file = directory.resolve("keys/interactions.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String sealed = seal.seal(Interaction.AUTHORIZE, ACME, PARAMETERS);
        InteractionSeal reopened = new InteractionSeal(InteractionKeyset.open(file), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(reopened.open(Interaction.AUTHORIZE, ACME, sealed)).isPresent();
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private InteractionSeal at(Instant instant) {
        return new InteractionSeal(aead, Clock.fixed(instant, ZoneOffset.UTC));
    }
}

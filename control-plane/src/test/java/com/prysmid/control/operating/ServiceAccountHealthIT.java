package com.prysmid.control.operating;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.operating.ServiceAccountHealth.Status;
import com.prysmid.control.testing.LogLines;
import com.prysmid.control.testing.TestAuthority;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import com.typesafe.config.ConfigFactory;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the admin API over real TLS: what it asks, how often, and what it makes of answers. */
class ServiceAccountHealthIT {
    private static final Slug ACME = new Slug("acme");
    private static final Binding BINDING = new Binding(ACME, "creation-1");

    /** A clock that the test moves. */
    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-11-24T08:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir
    static Path directory;

    private static TestAuthority authority;
    private static ActorTestKit kit;
    private static Vault vault;
    private static LogLines log;

    private final Hands clock = new Hands();
    private WorkspaceOrigin origin;
    private SealedKeyPair key;
    private AdminApi api;

    @BeforeAll
    static void start() {
        log = LogLines.listen();
        authority = TestAuthority.create(directory);
        vault = TestVault.of(TestVault.keyFile(directory, "vault.keys"));
        kit = ActorTestKit.create(ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.defaultReference()));
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
        log.close();
        assertThat(log.all())
                .anyMatch(line -> line.contains("workspace acme: its service account is refused"))
                .noneMatch(line -> line.contains("eyJ") || line.contains("Bearer") || line.contains("gAAAA"));
    }

    @BeforeEach
    void open() {
        origin = WorkspaceOrigin.start(
                authority.issueServer("origin", "auth.acme.prysm.test"), "auth.acme.prysm.test", clock);
        key = vault.makeKeyPair(BINDING);
        origin.key.set(key.publicKey());
        api = api(authority.certificate());
    }

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void oneTokenServesUntilShortlyBeforeItExpires() {
        assertThat(status()).isEqualTo(Status.OK);
        assertThat(status()).isEqualTo(Status.OK);
        clock.move(Duration.ofSeconds(839));
        assertThat(status()).isEqualTo(Status.OK);
        assertThat(origin.tokensGranted).hasValue(1);
        clock.move(Duration.ofSeconds(1));
        assertThat(status()).isEqualTo(Status.OK);
        assertThat(origin.tokensGranted).hasValue(2);
    }

    @Test
    void aTokenThatIsVoidBeforeItsTimeIsReplacedOnce() {
        assertThat(status()).isEqualTo(Status.OK);
        origin.revokeAll();
        assertThat(status()).isEqualTo(Status.OK);
        assertThat(origin.tokensGranted).hasValue(2);
    }

    @Test
    void anotherKeyAsksForAnotherTokenAndTheOldOneIsRefused() {
        assertThat(status()).isEqualTo(Status.OK);
        SealedKeyPair next = vault.makeKeyPair(BINDING);
        origin.key.set(next.publicKey());
        origin.revokeAll();
        assertThat(status()).isEqualTo(Status.REFUSED);
        key = next;
        assertThat(status()).isEqualTo(Status.OK);
    }

    @Test
    void aKeyTheVaultCannotUseAsksNobody() {
        SealedKeyPair foreign = vault.makeKeyPair(new Binding(new Slug("umbrella"), "creation-2"));
        key = foreign;
        assertThat(status()).isEqualTo(Status.KEY_LOST);
        assertThat(origin.tokensGranted).hasValue(0);
    }

    @Test
    void whereThereIsNoAccountNobodyIsAsked() {
        ServiceAccountHealth health =
                new ServiceAccountHealth(slug -> CompletableFuture.completedStage(Optional.empty()), api);
        assertThat(health.of(ACME).toCompletableFuture().join())
                .isEqualTo(new ServiceAccountHealth.Report(Status.NONE, null, null));
    }

    /** A workspace's token must not be shown to whoever answers at its address. */
    @Test
    void aCertificateOfAnotherNameOrAnotherAuthorityIsNotSpokenTo() {
        assertThat(status(api, origin.issuerAs("auth.umbrella.prysm.test"))).isEqualTo(Status.UNREACHABLE);
        TestAuthority other = TestAuthority.create(directory.resolve("other"));
        assertThat(status(api(other.certificate()), origin.issuer())).isEqualTo(Status.UNREACHABLE);
        assertThat(origin.tokensGranted).hasValue(0);
    }

    @Test
    void whoAnswersForAnotherWorkspaceIsNotTheOneMeant() {
        origin.slug.set("umbrella");
        assertThat(status()).isEqualTo(Status.UNREACHABLE);
    }

    @Test
    void answersThatNoWorkspaceGivesAreNoAnswers() {
        origin.override.set(exchange -> WorkspaceOrigin.answer(exchange, 200, Map.of("token_type", "Bearer")));
        assertThat(status()).isEqualTo(Status.UNREACHABLE);
        origin.override.set(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://elsewhere.prysm.test/");
            exchange.sendResponseHeaders(307, -1);
        });
        assertThat(status()).isEqualTo(Status.UNREACHABLE);
        origin.override.set(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[1 << 20]);
            }
        });
        assertThat(status()).isEqualTo(Status.UNREACHABLE);
        origin.override.set(
                exchange -> WorkspaceOrigin.answer(exchange, 503, Map.of("error", "temporarily_unavailable")));
        assertThat(status()).isEqualTo(Status.UNREACHABLE);
        origin.override.set(null);
        assertThat(status()).isEqualTo(Status.OK);
    }

    @Test
    void nobodyAtTheAddressIsUnreachable() {
        String issuer = origin.issuer();
        origin.close();
        assertThat(status(api, issuer)).isEqualTo(Status.UNREACHABLE);
    }

    private AdminApi api(Path trusted) {
        return new AdminApi(
                kit.system(),
                vault,
                new AdminApiSettings(Optional.of(trusted), Optional.of("127.0.0.1"), Duration.ofSeconds(5)),
                clock);
    }

    private Status status() {
        return status(api, origin.issuer());
    }

    private Status status(AdminApi through, String issuer) {
        ServiceAccountAccess access = new ServiceAccountAccess(BINDING, issuer, "control-plane", key);
        return new ServiceAccountHealth(slug -> CompletableFuture.completedStage(Optional.of(access)), through)
                .of(ACME)
                .toCompletableFuture()
                .join()
                .status();
    }
}

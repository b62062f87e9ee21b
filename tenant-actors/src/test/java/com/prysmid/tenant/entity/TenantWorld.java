package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.CountedHashing;
import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.RandomSource;
import com.prysmid.tenant.crypto.SigningKeys;
import com.prysmid.tenant.crypto.TokenSigning;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.upstream.Presets;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;

/**
 * The two entities with real crypto and a journal in memory, which serializes as the real one does; time passes only when
 * told. The shard is a probe: what it is told does not happen.
 */
final class TenantWorld implements AutoCloseable {
    static final Slug ACME = new Slug("acme");
    static final UserId ALICE = new UserId("alice-0001");
    static final Act ACT = Act.bySystem("world");
    static final String ENDPOINT = "https://auth.acme.example/oauth/v2/token";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Config CONFIG = PersistenceTestKitPlugin.config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.parseString("pekko.actor.provider = local\npekko.loglevel = WARNING"))
            .withFallback(ConfigFactory.load());

    final ActorTestKit kit;
    final PersistenceTestKit journal;
    final SnapshotTestKit snapshots;
    final TestProbe<ClusterSharding.ShardCommand> shard;
    final Map<String, UserId> directory = new ConcurrentHashMap<>();
    final TenantServices services;
    final AppsOutside outside;
    final PostOutside post = new PostOutside();
    final CountedHashing hashing = new CountedHashing();
    /** Of the workspace that users find outside of them. */
    final WorkspaceSeal seal;

    private final MovableClock clock = new MovableClock();
    private final ExecutorService keyWork = Executors.newFixedThreadPool(2);
    /** Whether whatever makes, opens or parses keys fails. */
    volatile boolean keyWorkFails;

    private final AtomicInteger names = new AtomicInteger();

    TenantWorld(Path directory) throws IOException {
        kit = ActorTestKit.create("tenant-world", CONFIG);
        journal = PersistenceTestKit.create(kit.system());
        snapshots = SnapshotTestKit.create(kit.system());
        shard = kit.createTestProbe();
        KeyEncryptionKey keyEncryptionKey = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        seal = WorkspaceSeal.create(keyEncryptionKey, ACME.value());
        outside = new AppsOutside(kit.system().ignoreRef(), seal.dataKey().base64Url());
        CryptoProviders providers = CryptoProviders.detect();
        services = new TenantServices(
                hashing.start(),
                new TokenSigning(TokenSigning.Settings.forThisMachine()),
                new SigningKeys(providers),
                providers,
                keyEncryptionKey,
                job -> {
                    if (keyWorkFails) {
                        throw new RejectedExecutionException("told to fail");
                    }
                    keyWork.execute(job);
                },
                new RandomSecrets(RandomSource.secure()),
                clock,
                new PublicOrigin("example", 443),
                new ReadsInMemory(this.directory),
                outside,
                post,
                new Presets(
                        "https://google.example",
                        "https://microsoft.example",
                        "https://github.example",
                        "https://api.github.example",
                        "https://gitlab.example",
                        "https://apple.example"));
    }

    ActorRef<WorkspaceMessage> workspace() {
        return kit.spawn(
                Workspace.create(
                        new EntityContext<>(EntityKeys.WORKSPACE, EntityKeys.workspaceId(ACME), shard.getRef()),
                        services),
                "workspace-" + names.incrementAndGet());
    }

    ActorRef<UserMessage> alice() {
        return kit.spawn(
                User.create(
                        new EntityContext<>(EntityKeys.USER, EntityKeys.userId(ACME, ALICE), shard.getRef()),
                        services,
                        outside),
                "user-" + names.incrementAndGet());
    }

    /** Who answers for a name that nobody has. */
    ActorRef<UserMessage> stranger(UserId id) {
        return kit.spawn(
                User.createStranger(
                        new EntityContext<>(EntityKeys.STRANGER, EntityKeys.userId(ACME, id), shard.getRef()),
                        services,
                        outside),
                "stranger-" + names.incrementAndGet());
    }

    <M> CompletableFuture<Reply> send(ActorRef<M> entity, Function<ActorRef<Reply>, M> command) {
        return AskPattern.<M, Reply>ask(entity, command::apply, PATIENCE, kit.scheduler())
                .toCompletableFuture();
    }

    <M> Reply ask(ActorRef<M> entity, Function<ActorRef<Reply>, M> command) {
        return await(send(entity, command));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** With cheap hashes, where what is proven is how many are made. */
    static WorkspaceSettings withCost(WorkspaceSettings s, int cost) {
        return new WorkspaceSettings(
                s.accessToken(),
                s.idToken(),
                s.authorizationCode(),
                s.refreshIdle(),
                s.refreshAbsolute(),
                s.sessionIdle(),
                s.sessionAbsolute(),
                s.keyRotation(),
                s.keyLead(),
                cost,
                s.passwordMinLength(),
                s.lockoutFailures(),
                s.lockout(),
                s.protocol(),
                s.people());
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration time) {
        clock.now.updateAndGet(now -> now.plus(time));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        services.passwords().close();
        services.signing().close();
        keyWork.shutdownNow();
    }

    private static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

        @Override
        public Instant instant() {
            return now.get();
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
}

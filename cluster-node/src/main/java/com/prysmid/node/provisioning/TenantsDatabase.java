package com.prysmid.node.provisioning;

import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.WorkspaceDeletion;
import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The tenants' database as {@code prysm_provisioner}: its connections, and the threads that block on them. Thread-safe. */
public final class TenantsDatabase implements WorkspaceSchemas, WorkspaceDeletions, AutoCloseable {
    /** Provisioning is rare, and a workspace needs one connection of it for one round trip. */
    private static final int STEPS_AT_ONCE = 2;

    /** One deletion at a time, with a connection that reads and one that writes. */
    private static final int CONNECTIONS = STEPS_AT_ONCE + 2;

    /** The control plane gives up on a call after 10 s, and the workspace's own answer comes before. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private record Deletion(Slug slug, String creationId) {}

    /** Blocking work. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private final HikariDataSource connections;
    private final ExecutorService steps;
    private final ExecutorService deleting;
    private final com.prysmid.tenant.schema.WorkspaceSchemas schemas;
    private final WorkspaceDeletion deletion;
    private final Consumer<Slug> forget;
    private final ConcurrentMap<Deletion, CompletableFuture<Optional<Backup>>> underWay = new ConcurrentHashMap<>();

    private TenantsDatabase(HikariDataSource connections, KeyEncryptionKey kek, Clock clock, Consumer<Slug> forget) {
        this.connections = connections;
        this.steps = threads(STEPS_AT_ONCE, "prysm-provisioner-");
        this.deleting = threads(1, "prysm-deletion-");
        this.schemas = new com.prysmid.tenant.schema.WorkspaceSchemas(connections);
        this.deletion = new WorkspaceDeletion(connections, kek, clock);
        this.forget = forget;
    }

    /**
     * @param config the section {@code prysm.provisioner}
     * @param kek    opens the keys of backups
     * @param forget tells all nodes
     */
    public static TenantsDatabase open(Config config, KeyEncryptionKey kek, Clock clock, Consumer<Slug> forget) {
        return new TenantsDatabase(connections(config), kek, clock, forget);
    }

    /** @param config the section {@code prysm.provisioner} */
    public static HikariDataSource connections(Config config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("prysm-provisioner");
        pool.setJdbcUrl(config.getString("url"));
        pool.setUsername(config.getString("user"));
        pool.setPassword(password(Path.of(config.getString("password-file"))));
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(0);
        // The database may come up after the node does.
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("ApplicationName", "prysm-provisioner");
        return new HikariDataSource(pool);
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("prysm.provisioner.password-file cannot be read", e);
        }
    }

    private static ExecutorService threads(int count, String name) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    @Override
    public CompletionStage<Integer> create(Slug slug) {
        return on(steps, () -> schemas.create(slug));
    }

    @Override
    public CompletionStage<Fate> fate(Slug slug, String creationId) {
        return on(steps, () -> deletion.fate(slug, creationId));
    }

    @Override
    public CompletionStage<Void> begin(Slug slug, String creationId) {
        return on(steps, () -> {
            deletion.begin(slug, creationId);
            return null;
        });
    }

    @Override
    public void forget(Slug slug) {
        forget.accept(slug);
    }

    @Override
    public CompletionStage<Optional<Backup>> finish(Slug slug, String creationId) {
        Deletion key = new Deletion(slug, creationId);
        CompletableFuture<Optional<Backup>> job =
                underWay.computeIfAbsent(key, absent -> on(deleting, () -> deletion.finish(slug, creationId)));
        return job.whenComplete((backup, thrown) -> underWay.remove(key, job))
                .copy()
                .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Void> purge(Slug slug, String creationId) {
        return on(steps, () -> {
            deletion.purge(slug, creationId);
            return null;
        });
    }

    private static <T> CompletableFuture<T> on(Executor threads, Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.run();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /** What is under way is broken off, and goes on when it is asked for again. */
    @Override
    public void close() {
        steps.shutdownNow();
        deleting.shutdownNow();
        connections.close();
    }
}

package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.Slug;
import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the tenants' database, and the threads that block on them: as many as there are connections.
 * Thread-safe.
 */
public final class TenantStore implements AutoCloseable {
    /** The role is the schema's name, and search_path is "$user": one constant text for every workspace. */
    private static final String ENTER = "SELECT set_config('role', ?, true)";

    private static final String WORKSPACES =
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ws\\_%' AND nspname > ?::name ORDER BY nspname LIMIT ?";

    /** invalid_parameter_value (no such role), undefined_table, invalid_schema_name. */
    private static final Set<String> NO_SUCH_SCHEMA = Set.of("22023", "42P01", "3F000");

    /** insufficient_privilege: of a workspace whose deletion has begun, this role is no member any more. */
    private static final String NOT_A_MEMBER = "42501";

    /** Blocking work in one workspace's transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private final DataSource connections;
    private final ExecutorService threads;
    private final Runnable closeConnections;

    /** @param threadCount not more than there are connections */
    TenantStore(DataSource connections, int threadCount, Runnable closeConnections) {
        this.connections = connections;
        this.threads = Executors.newFixedThreadPool(threadCount, named());
        this.closeConnections = closeConnections;
    }

    /** @param config the section {@code prysm.postgres} */
    public static TenantStore open(Config config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("prysm-tenants");
        pool.setJdbcUrl(config.getString("url"));
        pool.setUsername(config.getString("user"));
        pool.setPassword(password(config));
        pool.setMaximumPoolSize(config.getInt("pool-size"));
        pool.setMaxLifetime(config.getDuration("max-lifetime").toMillis());
        pool.setConnectionTimeout(config.getDuration("connection-timeout").toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setAutoCommit(false);
        // Bound values are events and personal data; they must not get into exception texts.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("ApplicationName", "prysm-node");
        HikariDataSource source = new HikariDataSource(pool);
        return new TenantStore(source, pool.getMaximumPoolSize(), source::close);
    }

    private static String password(Config config) {
        String file = config.getString("password-file");
        try {
            return file.isEmpty()
                    ? config.getString("password")
                    : Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("prysm.postgres.password-file cannot be read", e);
        }
    }

    /** The threads that may block on a connection. */
    Executor threads() {
        return threads;
    }

    /** {@link #inWorkspaceBlocking} on a thread of ours. */
    <T> CompletableFuture<T> inWorkspace(Slug slug, Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return inWorkspaceBlocking(slug, work);
                    } catch (SQLException e) {
                        throw new JournalFailure(e);
                    }
                },
                threads);
    }

    /** Reads in the workspace that an id names; the empty result where there is no such workspace. */
    <T> CompletableFuture<T> read(String persistenceId, T empty, Work<T> work) {
        return PersistenceIds.find(persistenceId)
                .map(slug -> read(slug, empty, work))
                .orElseGet(() -> CompletableFuture.completedFuture(empty));
    }

    /** The empty result where there is no such workspace. */
    <T> CompletableFuture<T> read(Slug slug, T empty, Work<T> work) {
        return inWorkspace(slug, work).exceptionally(thrown -> orIfAbsent(empty, thrown));
    }

    /** An unknown workspace has nothing: that is how an entity learns that there is none. */
    private static <T> T orIfAbsent(T empty, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NoSuchSchema) {
            return empty;
        }
        throw thrown instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }

    /**
     * One transaction with the workspace's own role, committed at the end.
     *
     * @throws NoSuchSchema where the workspace is not in this database
     */
    <T> T inWorkspaceBlocking(Slug slug, Work<T> work) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            try {
                enter(connection, slug);
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                rollback(connection, e);
                if (NO_SUCH_SCHEMA.contains(String.valueOf(e.getSQLState()))) {
                    throw new NoSuchSchema();
                }
                throw e;
            } catch (RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /**
     * The workspaces of this database in order of their names, from the catalogue that every role may read: names, nothing of
     * what is in them.
     *
     * @param after the last one of the page before; null for the first page
     */
    CompletableFuture<List<Slug>> workspaces(@Nullable Slug after, int limit) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = connections.getConnection()) {
                        try {
                            List<Slug> page = workspaces(connection, after, limit);
                            connection.commit();
                            return page;
                        } catch (SQLException | RuntimeException e) {
                            rollback(connection, e);
                            throw e;
                        }
                    } catch (SQLException e) {
                        throw new JournalFailure(e);
                    }
                },
                threads);
    }

    private static List<Slug> workspaces(Connection connection, @Nullable Slug after, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WORKSPACES)) {
            statement.setString(1, "ws_" + (after == null ? "" : after.value()));
            statement.setInt(2, limit);
            List<Slug> page = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(new Slug(row.getString(1).substring(3)));
                }
            }
            return page;
        }
    }

    private static void enter(Connection connection, Slug slug) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTER)) {
            statement.setString(1, "ws_" + slug.value());
            statement.execute();
        } catch (SQLException e) {
            if (NOT_A_MEMBER.equals(e.getSQLState())) {
                throw new NoSuchSchema();
            }
            throw e;
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        closeConnections.run();
    }

    private static ThreadFactory named() {
        AtomicInteger count = new AtomicInteger();
        return job -> {
            Thread thread = new Thread(job, String.format(Locale.ROOT, "prysm-store-%d", count.incrementAndGet()));
            thread.setDaemon(true);
            return thread;
        };
    }
}

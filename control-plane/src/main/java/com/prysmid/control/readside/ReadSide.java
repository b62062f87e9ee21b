package com.prysmid.control.readside;

import com.prysmid.control.audit.AuditEntry;
import com.prysmid.control.audit.AuditQuery;
import com.prysmid.control.audit.AuditTable;
import com.prysmid.control.listing.ListQuery;
import com.prysmid.control.listing.MemberTable;
import com.prysmid.control.listing.WorkspaceTable;
import com.prysmid.control.store.ControlPool;
import com.prysmid.control.store.DatabaseSettings;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.WorkspaceView;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP layer can ask of the audit journal and the list. Safe for use by many threads at once.
 *
 * <p>Every answer holds what was acknowledged before the question: the question waits until the projection has come that far, but
 * not for ever, because an answer that is a moment old is better than none.
 */
public final class ReadSide {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Entries of an export in memory at a time. */
    private static final int EXPORT_PART = 500;

    private final HikariDataSource pool;
    private final ExecutorService blocking;

    private ReadSide(HikariDataSource pool, ExecutorService blocking) {
        this.pool = pool;
        this.blocking = blocking;
    }

    /** Starts the projection: one in the cluster, wherever that is. All of it ends with the actor system. */
    public static ReadSide start(ActorSystem<?> system, DatabaseSettings database, IssuerNaming issuers) {
        ReadSide readSide = new ReadSide(ControlPool.of(database), Executors.newVirtualThreadPerTaskExecutor());
        system.getWhenTerminated().thenRun(readSide::end);
        ClusterSingleton.get(system)
                .init(SingletonActor.of(
                                Projection.create(new Recorder(readSide.pool, issuers), readSide.blocking), "read-side")
                        .withStopMessage(new Projection.Stop()));
        return readSide;
    }

    /**
     * A part of the audit journal, newest first.
     *
     * @param next the number to continue before, or null where the journal ends
     */
    public record AuditPage(
            List<AuditEntry> items, @Nullable Long next) {
        public AuditPage {
            items = List.copyOf(items);
        }
    }

    /** Up to {@code limit} entries, older than {@code before} if that is given. */
    public CompletionStage<AuditPage> audit(AuditQuery query, @Nullable Long before, int limit) {
        return fresh(connection -> {
            List<AuditEntry> found = AuditTable.newest(connection, query, before, limit + 1);
            return found.size() > limit
                    ? new AuditPage(
                            found.subList(0, limit),
                            found.get(limit - 1).source().ordering())
                    : new AuditPage(found, null);
        });
    }

    /**
     * All entries there are now, oldest first, read as fast as the reader takes them. No transaction stays open: the journal only
     * grows, so parts read one after another fit together.
     */
    public Source<AuditEntry, NotUsed> export(AuditQuery query) {
        return Source.completionStage(fresh(AuditTable::last))
                .flatMapConcat(last -> Source.unfoldAsync(
                        0L,
                        after -> ask(connection -> {
                            List<AuditEntry> part = AuditTable.oldest(connection, query, after, last, EXPORT_PART);
                            return part.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            Pair.create(part.getLast().source().ordering(), part));
                        })))
                .mapConcat(part -> part);
    }

    /**
     * A part of the list, in order of slug.
     *
     * @param next the slug to continue after, or null where the list ends
     */
    public record ListPage(
            List<WorkspaceView> items, @Nullable String next) {
        public ListPage {
            items = List.copyOf(items);
        }
    }

    /** The workspaces that are asked for. */
    public CompletionStage<ListPage> list(ListQuery query) {
        int limit = query.limit();
        ListQuery more = new ListQuery(query.accounts(), query.status(), query.text(), query.after(), limit + 1);
        return fresh(connection -> {
            List<WorkspaceView> found = WorkspaceTable.page(connection, more);
            return found.size() > limit
                    ? new ListPage(
                            found.subList(0, limit), found.get(limit - 1).slug().text())
                    : new ListPage(found, null);
        });
    }

    /** The accounts that this person belongs to; what they may do there is to be asked of each. */
    public CompletionStage<List<AccountId>> accountsOf(MemberId member) {
        return fresh(connection -> MemberTable.accountsOf(connection, member));
    }

    private void end() {
        blocking.shutdownNow();
        pool.close();
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Waits for the projection first. */
    private <T> CompletionStage<T> fresh(Question<T> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return ask(ReadSide::head).thenCompose(head -> fresh(question, head, end));
    }

    /** Keeps no connection while it waits: the projection needs one too. */
    private <T> CompletionStage<T> fresh(Question<T> question, long head, long end) {
        return ask(connection -> Recorder.offset(connection, "") >= head || System.nanoTime() > end
                        ? Optional.of(Answered.of(question, connection))
                        : Optional.<Answered<T>>empty())
                .thenCompose(answered -> answered.isPresent()
                        ? CompletableFuture.completedStage(answered.get().answer())
                        : CompletableFuture.completedStage(head)
                                .thenComposeAsync(
                                        again -> fresh(question, again, end),
                                        CompletableFuture.delayedExecutor(
                                                BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS, blocking)));
    }

    private record Answered<T>(T answer) {
        static <T> Answered<T> of(Question<T> question, Connection connection) throws SQLException {
            return new Answered<>(question.ask(connection));
        }
    }

    private <T> CompletionStage<T> ask(Question<T> question) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = pool.getConnection()) {
                        return question.ask(connection);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                blocking);
    }

    private static long head(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT coalesce(max(ordering), 0) FROM event_journal");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

package com.prysmid.control.readside;

import com.prysmid.control.accounts.AccountEvent;
import com.prysmid.control.audit.AuditEntry;
import com.prysmid.control.audit.AuditTable;
import com.prysmid.control.audit.AuditWords;
import com.prysmid.control.audit.Change;
import com.prysmid.control.console.ConsoleEvent;
import com.prysmid.control.listing.MemberTable;
import com.prysmid.control.listing.WorkspaceTable;
import com.prysmid.control.store.StoredEvents;
import com.prysmid.control.tokens.TokenEvent;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.LifecycleEvent;
import com.prysmid.control.workspaces.WorkspaceStory;
import com.prysmid.control.workspaces.WorkspaceView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Sequence;

/**
 * Writes the rows of facts, a batch in one transaction with the offset. Blocks; called by one thread at a time.
 */
final class Recorder {
    /** In {@code projection_offset}: never to be changed, or everything is read again (which is harmless). */
    private static final String NAME = "read-side";

    /** Workspaces whose story is kept in memory; others are read from the journal again. */
    private static final int REMEMBERED = 1_000;

    private final DataSource pool;
    private final IssuerNaming issuers;
    private final Map<String, Told> stories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A story up to and with a sequence number. */
    private record Told(WorkspaceStory story, long sequenceNumber) {}

    Recorder(DataSource pool, IssuerNaming issuers) {
        this.pool = pool;
        this.issuers = issuers;
    }

    /** The journal's number of the last fact written, 0 before the first. */
    long offset() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return offset(connection, "");
        }
    }

    static long offset(Connection connection, String lock) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT ordering FROM projection_offset WHERE projection = ?" + lock)) {
            statement.setString(1, NAME);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** Writes them all, or none. Facts at or before the stored offset are left out. */
    void record(List<EventEnvelope> facts) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                begin(connection);
                // Two may run for a moment, when the cluster thinks that the first is gone: the second waits here.
                long done = offset(connection, " FOR UPDATE");
                long last = done;
                for (EventEnvelope fact : facts) {
                    long ordering = ((Sequence) fact.offset()).value();
                    if (ordering > done && fact.event() instanceof ControlEvent event) {
                        write(
                                connection,
                                new AuditEntry.Source(ordering, fact.persistenceId(), fact.sequenceNr()),
                                event);
                    }
                    last = Math.max(last, ordering);
                }
                advance(connection, last);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                stories.clear();
                connection.rollback();
                throw e;
            }
        }
    }

    private void write(Connection connection, AuditEntry.Source source, ControlEvent event) throws SQLException {
        AuditWords.Context context = switch (event) {
            case LifecycleEvent lifecycle -> workspace(connection, source, lifecycle);
            case AccountEvent account -> {
                MemberTable.put(connection, account);
                yield AuditWords.Context.of(account.accountId());
            }
            case TokenEvent.Created token -> AuditWords.Context.of(token.accountId());
            case TokenEvent.Deleted token -> AuditWords.Context.of(token.accountId());
            case ConsoleEvent console -> new AuditWords.Context(Slug.CONSOLE.text(), null, Change.none());
            default -> AuditWords.Context.none();
        };
        Optional<AuditEntry> entry = AuditWords.of(source, event, context);
        if (entry.isPresent()) {
            AuditTable.add(connection, entry.get());
        }
    }

    /** Writes the workspace's row, and tells what the fact has changed in it. */
    private AuditWords.Context workspace(Connection connection, AuditEntry.Source source, LifecycleEvent event)
            throws SQLException {
        WorkspaceStory past = past(connection, source);
        WorkspaceStory now = past.then(event);
        stories.put(source.persistenceId(), new Told(now, source.sequenceNumber()));
        Optional<WorkspaceView> view = now.view(issuers);
        // The product's own workspace is in no list: nobody asks the API for anything about it.
        if (view.isPresent() && !view.get().slug().isReserved()) {
            WorkspaceTable.put(connection, view.get(), source.ordering());
        }
        return new AuditWords.Context(
                WorkspaceStory.of(source.persistenceId()).map(Slug::text).orElse(null),
                view.map(WorkspaceView::accountId).map(AccountId::text).orElse(null),
                Change.between(shown(past), shown(now)));
    }

    private WorkspaceStory past(Connection connection, AuditEntry.Source source) throws SQLException {
        Told told = stories.get(source.persistenceId());
        if (told != null && told.sequenceNumber() == source.sequenceNumber() - 1) {
            return told.story();
        }
        WorkspaceStory story = WorkspaceStory.untold();
        for (ControlEvent event : StoredEvents.before(connection, source.persistenceId(), source.sequenceNumber())) {
            if (event instanceof LifecycleEvent lifecycle) {
                story = story.then(lifecycle);
            }
        }
        return story;
    }

    /** What of a workspace an audit entry shows before and after. */
    private Map<String, Object> shown(WorkspaceStory story) {
        return story.view(issuers)
                .<Map<String, Object>>map(view -> Map.of(
                        "name", view.name().text(),
                        "plan", view.plan().wire(),
                        "status", view.status().wire()))
                .orElse(Map.of());
    }

    private static void begin(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO projection_offset (projection, ordering) VALUES (?, 0) ON CONFLICT DO NOTHING")) {
            statement.setString(1, NAME);
            statement.executeUpdate();
        }
    }

    private static void advance(Connection connection, long ordering) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE projection_offset SET ordering = ?, changed_at = now() WHERE projection = ? AND ordering < ?")) {
            statement.setLong(1, ordering);
            statement.setString(2, NAME);
            statement.setLong(3, ordering);
            statement.executeUpdate();
        }
    }
}

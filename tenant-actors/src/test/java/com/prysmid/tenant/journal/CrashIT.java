package com.prysmid.tenant.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.BreakingDataSource;
import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.wire.DomainSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever breaks between whichever two statements: the events that are stored, the audit journal, the directory and the outbox
 * tell the same story afterwards.
 */
class CrashIT {
    /** More than any write has; the test makes sure of it. */
    private static final int MOST_STEPS = 24;

    private final BreakingDataSource database =
            new BreakingDataSource(TenantPostgres.shared().node());
    private final DomainSerializer serializer = new DomainSerializer();

    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true"})
    void everyBreakLeavesAllOrNothing(long seed, boolean after) throws Exception {
        Slug slug = TenantPostgres.shared().workspace("crash-" + seed + (after ? "-after" : "-before"));
        JournalScenario scenario = new JournalScenario(slug, seed);
        try (TenantStore store = new TenantStore(database.dataSource(), 2, () -> {})) {
            GroupCommit commits = new GroupCommit(store, new JournalWriter(), 200, 1000);
            int mostSteps = 0;
            for (int step = 1; step <= MOST_STEPS; step++) {
                commits.submit(slug, scenario.next()).toCompletableFuture().join();
                mostSteps = Math.max(mostSteps, database.steps());
                writeWithABreak(commits, slug, scenario, step, after);
                assertAgreement(slug);
            }
            assertThat(mostSteps).as("steps of one write").isLessThan(MOST_STEPS);
        }
    }

    @Test
    void aBackendKilledBetweenTwoWritesIsReplaced() throws Exception {
        Slug slug = TenantPostgres.shared().workspace("crash-backend");
        JournalScenario scenario = new JournalScenario(slug, 9);
        try (TenantStore store = TenantStore.open(TenantPostgres.shared()
                .config()
                .withFallback(com.typesafe.config.ConfigFactory.load())
                .getConfig("prysm.postgres"))) {
            GroupCommit commits = new GroupCommit(store, new JournalWriter(), 200, 1000);
            commits.submit(slug, scenario.next()).toCompletableFuture().join();
            try (Connection superuser =
                            TenantPostgres.shared().superuser("prysm_tenants").getConnection();
                    PreparedStatement kill = superuser.prepareStatement(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prysm-node'")) {
                kill.execute();
            }
            for (int i = 0; i < 8; i++) {
                JournalWrite write = scenario.next();
                try {
                    commits.submit(slug, write).toCompletableFuture().join();
                } catch (CompletionException broken) {
                    scenario.failed(write);
                }
            }
            assertAgreement(slug);
        }
    }

    /** An answer may be lost after the commit: then it was done, and nobody knows; the entity reads the journal again. */
    private void writeWithABreak(GroupCommit commits, Slug slug, JournalScenario scenario, int step, boolean after)
            throws SQLException {
        JournalWrite write = scenario.next();
        database.breakAt(step, after);
        try {
            commits.submit(slug, write).toCompletableFuture().join();
        } catch (CompletionException broken) {
            EventRow first = write.events().getFirst();
            if (highest(slug, first.persistenceId()) < first.sequenceNr()) {
                scenario.failed(write);
            }
        } finally {
            database.heal();
        }
        database.breakAt(Integer.MAX_VALUE, false);
    }

    private void assertAgreement(Slug slug) throws SQLException {
        List<String> audited = new ArrayList<>();
        Map<String, String> directory = new TreeMap<>();
        Map<String, String> expectedDirectory = new TreeMap<>();
        Map<String, Instant> outbox = new TreeMap<>();
        Map<String, Instant> expectedOutbox = new TreeMap<>();
        Map<String, List<String>> auditIds = new TreeMap<>();
        try (Connection connection =
                TenantPostgres.shared().superuser("prysm_tenants").getConnection()) {
            connection.setSchema("ws_" + slug.value());
            read(connection, "SELECT seq, id FROM audit ORDER BY seq", row -> {
                assertThat(row.getLong(1)).as("audit numbers without a gap").isEqualTo(audited.size() + 1L);
                audited.add(row.getString(2));
            });
            read(
                    connection,
                    "SELECT user_id, state || ' ' || email FROM directory",
                    row -> directory.put(row.getString(1), row.getString(2)));
            read(
                    connection,
                    "SELECT user_id, due FROM outbox",
                    row -> outbox.put(row.getString(1), row.getTimestamp(2).toInstant()));
            read(
                    connection,
                    "SELECT persistence_id, sequence_nr, manifest, payload FROM journal ORDER BY 1, 2",
                    row -> fold(row, auditIds, expectedDirectory, expectedOutbox));
        }
        assertThat(directory).isEqualTo(expectedDirectory);
        assertThat(outbox).isEqualTo(expectedOutbox);
        // Every event up to an entity's newest is audited once, erased ones among them; and nothing else is.
        assertThat(audited)
                .containsExactlyInAnyOrderElementsOf(
                        auditIds.values().stream().flatMap(List::stream).toList());
    }

    private void fold(
            ResultSet row,
            Map<String, List<String>> auditIds,
            Map<String, String> directory,
            Map<String, Instant> outbox)
            throws SQLException {
        String persistenceId = row.getString(1);
        String user = persistenceId.substring(persistenceId.indexOf('/') + 1);
        Object event = read(row.getBytes(4), row.getString(3));
        auditIds.put(persistenceId, idsUpTo(persistenceId, row.getLong(2), event));
        switch (((Recorded<?>) event).event()) {
            case AccountEvent.Created e ->
                directory.put(user, "active " + e.profile().email());
            case AccountEvent.Updated e ->
                directory.computeIfPresent(
                        user,
                        (id, old) -> old.substring(0, old.indexOf(' ') + 1)
                                + e.profile().email());
            case AccountEvent.StatusChanged e ->
                directory.computeIfPresent(
                        user,
                        (id, old) ->
                                e.status().name().toLowerCase(java.util.Locale.ROOT) + old.substring(old.indexOf(' ')));
            case AccountEvent.Deleted e -> {
                directory.remove(user);
                outbox.remove(user);
            }
            case DeliveryEvent e when e.due() == null -> outbox.remove(user);
            case DeliveryEvent e -> outbox.put(user, e.due());
            default -> {}
        }
    }

    /** An entry's id is made of the entity and the number of its event; every event of this scenario has one entry. */
    private static List<String> idsUpTo(String persistenceId, long newest, Object event) {
        List<String> ids = new ArrayList<>();
        for (long number = 1; number <= newest; number++) {
            new DomainProjection().project(persistenceId, number, event).audit().forEach(made -> ids.add(made.id()));
        }
        return ids;
    }

    private Object read(byte[] payload, String manifest) {
        try {
            return serializer.fromBinary(payload, manifest);
        } catch (java.io.NotSerializableException e) {
            throw new AssertionError(e);
        }
    }

    private static long highest(Slug slug, String persistenceId) throws SQLException {
        try (Connection connection =
                TenantPostgres.shared().superuser("prysm_tenants").getConnection()) {
            connection.setSchema("ws_" + slug.value());
            return new JournalReader().highestSequenceNr(connection, persistenceId);
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void read(Connection connection, String query, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }
}

package com.prysmid.tenant.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.BreakingDataSource;
import com.prysmid.tenant.TenantPostgres;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleting ends with a backup and nothing else, wherever it is broken off, and nobody but the installation opens that. */
class WorkspaceDeletionIT {
    private static final TenantPostgres POSTGRES = TenantPostgres.shared();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String CREATION = "creation-1";
    /** insufficient_privilege. */
    private static final String REFUSED = "42501";

    @TempDir
    private static Path directory;

    private static KeyEncryptionKey kek;
    private static WorkspaceDeletion deletion;
    private static WorkspaceRestore restore;

    @BeforeAll
    static void start() throws Exception {
        kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        deletion = new WorkspaceDeletion(POSTGRES.provisioner(), kek, CLOCK);
        restore = new WorkspaceRestore(POSTGRES.provisioner(), kek, CLOCK);
    }

    private static Backup delete(Slug slug) throws SQLException {
        deletion.begin(slug, CREATION);
        return deletion.finish(slug, CREATION).orElseThrow();
    }

    @Test
    void everyTableOfAWorkspaceIsBackedUp() throws SQLException {
        Slug slug = POSTGRES.workspace("deletion-tables");
        assertThat(Arrays.stream(BackupTable.values()).map(BackupTable::tableName))
                .containsExactlyInAnyOrderElementsOf(
                        Rows.texts("SELECT tablename FROM pg_tables WHERE schemaname = 'ws_" + slug.value() + "'"));
    }

    @Test
    void nothingIsLeftButAnEncryptedBackup() throws Exception {
        Slug slug = Rows.workspace("deletion-whole");
        Backup backup = delete(slug);

        assertThat(Rows.texts("SELECT nspname FROM pg_namespace WHERE nspname = 'ws_deletion-whole'"))
                .isEmpty();
        assertThat(Rows.texts("SELECT rolname FROM pg_roles WHERE rolname = 'ws_deletion-whole'"))
                .isEmpty();
        assertThat(deletion.fate(slug, CREATION)).isEqualTo(new Fate.Deleted(CLOCK.instant(), backup));
        assertThat(deletion.fate(slug, "creation-2")).isEqualTo(new Fate.AnothersDeletion());
        assertThat(deletion.finish(slug, CREATION)).as("again").contains(backup);

        byte[] bytes = chunks(slug);
        assertThat(bytes).hasSize((int) backup.bytes());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(backup.sha256());
        String everything = new String(bytes, StandardCharsets.ISO_8859_1)
                + Rows.texts("SELECT d::text FROM prysm_backups.deletion d WHERE slug = 'deletion-whole'");
        assertThat(everything).doesNotContain(Rows.NAME, "Lovelace", "ada@example.com", "username", "prysm.backup");
        assertThat(Rows.texts(
                        "SELECT row_counts->>'journal' FROM prysm_backups.deletion WHERE slug = 'deletion-whole'"))
                .containsExactly("500");
    }

    @Test
    void whatIsPutBackIsWhatWasThere() throws Exception {
        Slug slug = Rows.workspace("deletion-back");
        Map<String, List<String>> before = Rows.of(slug);
        delete(slug);
        assertThatThrownBy(() -> POSTGRES.schemas().create(slug))
                .as("an empty one would take its place")
                .isInstanceOf(SQLException.class);
        restore.restore(slug, CREATION);

        assertThat(Rows.of(slug)).isEqualTo(before);
        assertThat(before.get("journal")).hasSize(500);
        assertThat(deletion.fate(slug, CREATION)).isEqualTo(new Fate.Restored());
        assertThat(deletion.fate(slug, "creation-2")).isEqualTo(new Fate.Untold());
        assertThat(chunks(slug)).isEmpty();
        assertNodeReads(slug);
        assertThatThrownBy(() -> restore.restore(slug, CREATION)).isInstanceOf(IllegalStateException.class);
        assertThat(deletion.purge(slug, CREATION)).isFalse();

        delete(slug);
        restore.restore(slug, CREATION);
        assertThat(Rows.of(slug)).as("once more").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM prysm_backups.chunk",
                "SELECT * FROM prysm_backups.deletion",
                "INSERT INTO prysm_backups.deletion (slug, creation_id, started_at) VALUES ('a', 'b', now())",
                "DELETE FROM prysm_backups.chunk",
                "DROP SCHEMA prysm_backups CASCADE",
                "SET ROLE prysm_backup",
                "GRANT prysm_backup TO prysm_node",
                "GRANT USAGE ON SCHEMA prysm_backups TO PUBLIC",
                "SELECT prysm_admin.begin_deletion('deletion-reader', 'c', now())"
            })
    void nobodyElseReadsOrMakesBackups(String attempt) throws SQLException {
        POSTGRES.workspace("deletion-reader");
        assertRefused(POSTGRES.node(), attempt);
        assertRefused(POSTGRES.node(), "SELECT set_config('role', 'ws_deletion-reader', false)", attempt);
        assertRefused(POSTGRES.control(TenantDatabase.TENANTS), attempt);
        if (!attempt.contains("SET ROLE") && !attempt.contains("begin_deletion")) {
            assertRefused(POSTGRES.provisioner(), attempt);
        }
    }

    @Test
    void aChangedBackupIsNotPutBack() throws Exception {
        Slug slug = Rows.workspace("deletion-tampered");
        Map<String, List<String>> before = Rows.of(slug);
        delete(slug);
        String key = "UPDATE prysm_backups.deletion SET sealed_key = reverse(sealed_key)"
                + " WHERE slug = 'deletion-tampered'";
        for (String place : List.of("0", "100", "length(bytes) / 2", "length(bytes) - 1")) {
            String tamper = chunkWith("set_byte(bytes, %1$s, get_byte(bytes, %1$s) # 1)".formatted(place));
            assertNotPutBack(slug, tamper, tamper);
        }
        assertNotPutBack(slug, key, key);
        assertNotPutBack(
                slug, chunkWith("bytes || '\\x00'"), chunkWith("substring(bytes FROM 1 FOR length(bytes) - 1)"));
        assertNotPutBack(
                slug,
                "UPDATE prysm_backups.deletion SET creation_id = 'creation-2' WHERE slug = 'deletion-tampered'",
                "creation-2",
                "UPDATE prysm_backups.deletion SET creation_id = 'creation-1' WHERE slug = 'deletion-tampered'");
        assertNotPutBack(
                slug,
                "UPDATE prysm_backups.deletion SET schema_version = 1 WHERE slug = 'deletion-tampered'",
                "UPDATE prysm_backups.deletion SET schema_version = " + WorkspaceSchemas.VERSION
                        + " WHERE slug = 'deletion-tampered'");
        restore.restore(slug, CREATION);
        assertThat(Rows.of(slug)).isEqualTo(before);
    }

    private static String chunkWith(String bytes) {
        return "UPDATE prysm_backups.chunk c SET bytes = " + bytes
                + " FROM prysm_backups.deletion d WHERE d.id = c.deletion AND d.slug = 'deletion-tampered'";
    }

    private static void assertNotPutBack(Slug slug, String tamper, String repair) throws SQLException {
        assertNotPutBack(slug, tamper, CREATION, repair);
    }

    private static void assertNotPutBack(Slug slug, String tamper, String creationId, String repair)
            throws SQLException {
        Rows.change(tamper);
        assertThatExceptionOfType(BackupBroken.class).as(tamper).isThrownBy(() -> restore.restore(slug, creationId));
        assertThat(Rows.texts("SELECT rolname FROM pg_roles WHERE rolname = 'ws_" + slug.value() + "'"))
                .isEmpty();
        assertThat(deletion.fate(slug, creationId)).isInstanceOf(Fate.Deleted.class);
        Rows.change(repair);
    }

    @Test
    void aPurgeLeavesTheFactAlone() throws Exception {
        Slug slug = Rows.workspace("deletion-purged");
        assertThat(deletion.purge(slug, CREATION)).as("not deleted").isFalse();
        deletion.begin(slug, CREATION);
        assertThat(deletion.purge(slug, CREATION)).as("not finished").isFalse();
        deletion.finish(slug, CREATION);
        assertThat(deletion.purge(slug, CREATION)).isTrue();
        assertThat(deletion.purge(slug, CREATION)).as("again").isTrue();

        assertThat(chunks(slug)).isEmpty();
        assertThat(Rows.texts("SELECT sealed_key IS NULL AND row_counts IS NULL FROM prysm_backups.deletion"
                        + " WHERE slug = 'deletion-purged'"))
                .containsExactly("t");
        assertThat(deletion.fate(slug, CREATION)).isEqualTo(new Fate.Purged());
        assertThat(deletion.fate(slug, "creation-2")).isEqualTo(new Fate.Untold());
        assertThatThrownBy(() -> restore.restore(slug, CREATION)).isInstanceOf(IllegalStateException.class);

        POSTGRES.workspace(slug.value());
        deletion.begin(slug, CREATION);
        assertNodeReads(slug);
        assertThatThrownBy(() -> deletion.finish(slug, CREATION))
                .as("it is another's now")
                .isInstanceOf(IllegalStateException.class);
        assertThat(deletion.purge(slug, CREATION)).isTrue();
        assertNodeReads(slug);
    }

    /** Before and after each statement and commit of both connections. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brokenOffAnywhereItEndsInTheSamePlace(boolean after) throws Exception {
        BreakingDataSource breaking = new BreakingDataSource(POSTGRES.provisioner());
        WorkspaceDeletion broken = new WorkspaceDeletion(breaking.dataSource(), kek, CLOCK);
        int step = 0;
        boolean through = false;
        while (!through) {
            step++;
            Slug slug = Rows.workspace("deletion-at-" + (after ? "a" : "b") + step);
            Map<String, List<String>> before = Rows.of(slug);
            breaking.breakAt(step, after);
            try {
                broken.begin(slug, CREATION);
                broken.finish(slug, CREATION);
                through = true;
            } catch (SQLException | BackupBroken expected) {
                assertWholeOrGone(slug, before);
            }
            breaking.heal();
            broken.begin(slug, CREATION);
            assertThat(broken.finish(slug, CREATION)).isPresent();
            assertThatThrownBy(() -> assertNodeReads(slug)).isInstanceOf(SQLException.class);
            restore.restore(slug, CREATION);
            assertThat(Rows.of(slug)).as("step " + step).isEqualTo(before);
            POSTGRES.schemas().drop(slug);
        }
        assertThat(step).as("statements and commits").isGreaterThan(15);
    }

    private static void assertWholeOrGone(Slug slug, Map<String, List<String>> before) throws SQLException {
        if (Rows.texts("SELECT 1 FROM pg_roles WHERE rolname = 'ws_" + slug.value() + "'")
                .isEmpty()) {
            assertThat(deletion.fate(slug, CREATION)).isInstanceOf(Fate.Deleted.class);
        } else {
            assertThat(Rows.of(slug)).isEqualTo(before);
            assertThat(deletion.fate(slug, CREATION)).isIn(new Fate.Untold(), new Fate.UnderWay());
        }
    }

    @Test
    void manyAtOnceMakeOneBackup() throws Exception {
        Slug slug = Rows.workspace("deletion-race");
        deletion.begin(slug, CREATION);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Optional<Backup>>> all = threads.invokeAll(java.util.Collections.nCopies(8, () -> {
                deletion.begin(slug, CREATION);
                return deletion.finish(slug, CREATION);
            }));
            Optional<Backup> made = deletion.finish(slug, CREATION);
            for (Future<Optional<Backup>> one : all) {
                assertThat(one.get()).isIn(Optional.empty(), made);
            }
            assertThat(made).isPresent();
        }
        assertThat(Rows.texts("SELECT count(*) FROM prysm_backups.deletion WHERE slug = 'deletion-race'"))
                .containsExactly("1");
    }

    /** The two kinds of transactions that were let in before the door was shut. */
    @Test
    void whoIsInsideIsWaitedForAndWhoHasNotWrittenWritesNoMore() throws Exception {
        Slug slug = Rows.workspace("deletion-inside");
        try (Connection writer = POSTGRES.node().getConnection();
                Connection late = POSTGRES.node().getConnection();
                Statement writing = writer.createStatement();
                Statement writingLate = late.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            writer.setAutoCommit(false);
            late.setAutoCommit(false);
            Rows.enter(writing, slug);
            writing.execute("INSERT INTO outbox VALUES ('inside', now())");
            Rows.enter(writingLate, slug);

            deletion.begin(slug, CREATION);
            assertThatThrownBy(() -> assertNodeReads(slug))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
            CompletableFuture<Optional<Backup>> finishing = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return deletion.finish(slug, CREATION);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads);
            awaitWaiting(finishing);
            assertThat(finishing).isNotDone();
            writer.commit();
            assertThat(finishing.get(30, TimeUnit.SECONDS)).isPresent();
            assertThatThrownBy(() -> writingLate.execute("INSERT INTO outbox VALUES ('late', now())"))
                    .isInstanceOf(SQLException.class);
        }
        restore.restore(slug, CREATION);
        assertThat(Rows.texts("SELECT user_id FROM \"ws_deletion-inside\".outbox ORDER BY 1"))
                .containsExactly("inside", "u1");
    }

    private static void awaitWaiting(CompletableFuture<?> unlessDone) throws SQLException {
        while (!unlessDone.isDone()
                && Rows.texts(
                                "SELECT 1 FROM pg_stat_activity WHERE usename = 'prysm_provisioner' AND wait_event_type = 'Lock'")
                        .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static void assertNodeReads(Slug slug) throws SQLException {
        try (Connection connection = POSTGRES.node().getConnection();
                Statement statement = connection.createStatement()) {
            Rows.enter(statement, slug);
            statement.execute("SELECT * FROM journal");
        }
    }

    private static void assertRefused(DataSource login, String... attempt) {
        assertThatThrownBy(() -> {
                    try (Connection connection = login.getConnection();
                            Statement statement = connection.createStatement()) {
                        for (String sql : attempt) {
                            statement.execute(sql);
                        }
                    }
                })
                .as(String.join("; ", attempt))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
    }

    private static byte[] chunks(Slug slug) throws SQLException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        try (Connection connection = POSTGRES.superuser(TenantDatabase.TENANTS).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT bytes FROM prysm_backups.chunk c JOIN prysm_backups.deletion d"
                                + " ON d.id = c.deletion WHERE d.slug = '" + slug.value() + "' ORDER BY number")) {
            while (row.next()) {
                all.writeBytes(row.getBytes(1));
            }
        }
        return all.toByteArray();
    }
}

package com.prysmid.tenant.schema;

import com.prysmid.tenant.crypto.BackupSeal;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.DeletionRows.Contents;
import com.prysmid.tenant.schema.DeletionRows.Row;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The end of a workspace in the database, as {@code prysm_provisioner}: shut, backed up and dropped, purged. Each step may be broken off
 * at any point and be repeated. Blocking; thread-safe.
 */
public final class WorkspaceDeletion {
    private static final String BEGIN = "SELECT prysm_admin.begin_deletion(?, ?, ?)";
    /** In the order in which a node's transactions lock them, so that this one waits for them and rarely collides. */
    private static final String LOCK_TABLES =
            "LOCK TABLE journal, meta, audit, directory, identity, outbox, snapshot IN ACCESS EXCLUSIVE MODE";

    private static final String VERSION = "SELECT schema_version FROM meta";
    private static final String DROP = "SELECT prysm_admin.drop_workspace(?)";

    private final DataSource provisioner;
    private final KeyEncryptionKey kek;
    private final Clock clock;

    /** @param provisioner gives two connections at once to each deletion that is under way */
    public WorkspaceDeletion(DataSource provisioner, KeyEncryptionKey kek, Clock clock) {
        this.provisioner = provisioner;
        this.kek = kek;
        this.clock = clock;
    }

    /** What became of the slug, as this creation may know it. */
    public Fate fate(Slug slug, String creationId) throws SQLException {
        return ProvisionerTransaction.run(provisioner, connection -> {
            ProvisionerTransaction.becomeBackup(connection);
            return DeletionRows.fate(connection, slug, creationId);
        });
    }

    /**
     * Shuts the workspace: from the return on, no transaction of a node begins in it. Those that have begun may still be committed, and
     * are in the backup then.
     */
    public void begin(Slug slug, String creationId) throws SQLException {
        ProvisionerTransaction.run(provisioner, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
                statement.setString(1, slug.value());
                statement.setString(2, creationId);
                statement.setObject(3, clock.instant().atOffset(ZoneOffset.UTC));
                return statement.execute();
            }
        });
    }

    /**
     * Backs up and drops a workspace that was shut. It is dropped, and its deletion is known to be finished, in the transaction that has held
     * all its tables since before they were read: whatever was committed in them is in the backup, which has been read back by then.
     *
     * @return empty where somebody else is at it
     * @throws BackupBroken where what was written cannot be read back; the workspace stays, shut
     */
    public Optional<Backup> finish(Slug slug, String creationId) throws SQLException {
        return ProvisionerTransaction.run(provisioner, connection -> {
            if (!ProvisionerTransaction.tryLock(connection, slug)) {
                return Optional.empty();
            }
            ProvisionerTransaction.becomeBackup(connection);
            Row row = DeletionRows.lock(connection, slug, creationId)
                    .filter(begun -> !begun.purged() && !begun.restored())
                    .orElseThrow(() -> new IllegalStateException("no deletion of this workspace has begun"));
            if (row.contents() != null) {
                return Optional.of(row.contents().backup());
            }
            ProvisionerTransaction.becomeWorkspace(connection, slug);
            lockTables(connection);
            Contents contents =
                    backUp(connection, row.id(), BackupSeal.create(kek, slug.value(), creationId), version(connection));
            verify(row.id(), BackupSeal.open(kek, slug.value(), creationId, contents.sealedKey()), contents);
            ProvisionerTransaction.becomeItself(connection);
            drop(connection, slug);
            ProvisionerTransaction.becomeBackup(connection);
            DeletionRows.finish(connection, row.id(), contents, clock.instant());
            return Optional.of(contents.backup());
        });
    }

    /**
     * Removes the backup and its key, for good; of the deletion itself it is still known that it was. The same again changes nothing.
     *
     * @return false where there is no backup to remove and never was
     */
    public boolean purge(Slug slug, String creationId) throws SQLException {
        return ProvisionerTransaction.run(provisioner, connection -> {
            ProvisionerTransaction.becomeBackup(connection);
            Optional<Row> row = DeletionRows.lock(connection, slug, creationId).filter(Row::finished);
            if (row.isPresent() && !row.get().purged() && !row.get().restored()) {
                BackupChunks.delete(connection, row.get().id());
                DeletionRows.markPurged(connection, row.get().id(), clock.instant());
            }
            return row.isPresent() && !row.get().restored();
        });
    }

    private static void lockTables(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_TABLES)) {
            statement.execute();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** By a connection of its own, in place of what an earlier attempt may have left. */
    private Contents backUp(Connection reader, long deletion, BackupSeal seal, int version) throws SQLException {
        return ProvisionerTransaction.run(provisioner, writer -> {
            ProvisionerTransaction.becomeBackup(writer);
            BackupChunks.delete(writer, deletion);
            BackupChunks.Output chunks = new BackupChunks.Output(writer, deletion);
            try {
                Map<String, Long> counts = BackupFormat.write(reader, seal.seal(chunks));
                return new Contents(version, seal.sealedKey(), chunks.backup(), counts);
            } catch (IOException e) {
                throw failure(e);
            }
        });
    }

    private void verify(long deletion, BackupSeal seal, Contents expected) throws SQLException {
        ProvisionerTransaction.run(provisioner, connection -> {
            ProvisionerTransaction.becomeBackup(connection);
            try (InputStream chunks = new BackupChunks.Input(connection, deletion);
                    DigestInputStream digested = BackupChunks.digesting(chunks)) {
                Map<String, Long> counts = BackupFormat.read(seal.open(digested), table -> new BackupFormat.Counting());
                if (!counts.equals(expected.counts())
                        || !BackupChunks.sha256(digested)
                                .equals(expected.backup().sha256())) {
                    throw new BackupBroken("the backup is not what was written");
                }
                return counts;
            } catch (IOException e) {
                throw failure(e);
            }
        });
    }

    private static void drop(Connection connection, Slug slug) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setString(1, slug.value());
            statement.execute();
        }
    }

    /** A stream over rows fails with what the database said, or because the rows are not what was written. */
    static SQLException failure(IOException thrown) {
        if (thrown.getCause() instanceof SQLException database) {
            return database;
        }
        throw new BackupBroken("the backup cannot be read", thrown);
    }
}

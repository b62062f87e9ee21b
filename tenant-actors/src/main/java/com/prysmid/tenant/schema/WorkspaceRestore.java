package com.prysmid.tenant.schema;

import com.prysmid.tenant.crypto.BackupSeal;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.SealBroken;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.BackupFormat.Copying;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Puts a deleted workspace's rows back, as {@code prysm_provisioner}; an operator's act. Blocking; thread-safe. */
public final class WorkspaceRestore {
    private static final String CREATE = "SELECT prysm_admin.create_workspace(?)";
    /** A new workspace has its own. */
    private static final String CLEAR_META = "DELETE FROM meta";

    private final DataSource provisioner;
    private final KeyEncryptionKey kek;
    private final Clock clock;

    /** @param provisioner gives two connections at once */
    public WorkspaceRestore(DataSource provisioner, KeyEncryptionKey kek, Clock clock) {
        this.provisioner = provisioner;
        this.kek = kek;
        this.clock = clock;
    }

    /**
     * Makes schema and role again with all rows that were in them; the backup is gone then. One transaction: all of it, or nothing.
     *
     * @throws BackupBroken          where the backup was changed, or is of tables of another version; it stays as it is
     * @throws IllegalStateException where there is no backup of this creation
     */
    public void restore(Slug slug, String creationId) throws SQLException {
        ProvisionerTransaction.run(provisioner, connection -> {
            ProvisionerTransaction.lock(connection, slug);
            ProvisionerTransaction.becomeBackup(connection);
            Row row = DeletionRows.lock(connection, slug, creationId)
                    .orElseThrow(() -> new IllegalStateException("this workspace was not deleted"));
            Contents contents = row.contents();
            if (contents == null) {
                throw new IllegalStateException("there is no backup of this workspace");
            }
            BackupSeal seal = open(slug, creationId, contents);
            BackupChunks.delete(connection, row.id());
            DeletionRows.markRestored(connection, row.id(), clock.instant());
            ProvisionerTransaction.becomeItself(connection);
            if (create(connection, slug) != contents.schemaVersion()) {
                throw new BackupBroken("the backup is of tables of version " + contents.schemaVersion());
            }
            ProvisionerTransaction.becomeWorkspace(connection, slug);
            clearMeta(connection);
            if (!putBack(connection, row.id(), seal, contents).equals(contents.counts())) {
                throw new BackupBroken("the backup has lost rows");
            }
            return null;
        });
    }

    private BackupSeal open(Slug slug, String creationId, Contents contents) {
        try {
            return BackupSeal.open(kek, slug.value(), creationId, contents.sealedKey());
        } catch (SealBroken e) {
            throw new BackupBroken("the backup's key does not open", e);
        }
    }

    private static int create(Connection connection, Slug slug) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setString(1, slug.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void clearMeta(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLEAR_META)) {
            statement.executeUpdate();
        }
    }

    /** Read by a connection of its own, for which the chunks are there until the other commits. */
    private Map<String, Long> putBack(Connection writer, long deletion, BackupSeal seal, Contents contents)
            throws SQLException {
        return ProvisionerTransaction.run(provisioner, reader -> {
            ProvisionerTransaction.becomeBackup(reader);
            List<Copying> opened = new ArrayList<>();
            try (InputStream chunks = new BackupChunks.Input(reader, deletion);
                    DigestInputStream digested = BackupChunks.digesting(chunks)) {
                Map<String, Long> counts = BackupFormat.read(seal.open(digested), table -> {
                    Copying copying = new Copying(writer, table);
                    opened.add(copying);
                    return copying;
                });
                if (!BackupChunks.sha256(digested).equals(contents.backup().sha256())) {
                    throw new BackupBroken("the backup is not what was written");
                }
                return counts;
            } catch (IOException e) {
                throw WorkspaceDeletion.failure(e);
            } finally {
                for (Copying one : opened) {
                    one.abandon();
                }
            }
        });
    }
}

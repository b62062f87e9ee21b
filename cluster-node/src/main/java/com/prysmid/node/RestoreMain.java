package com.prysmid.node;

import com.prysmid.node.provisioning.TenantsDatabase;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.BackupBroken;
import com.prysmid.tenant.schema.WorkspaceRestore;
import com.typesafe.config.ConfigException;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Puts a deleted workspace back, where a node's configuration is: {@code java … com.prysmid.node.RestoreMain CONFIG-FILE SLUG CREATION-ID}.
 * It answers nobody until the control plane resumes it.
 */
public final class RestoreMain {

    private RestoreMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: com.prysmid.node.RestoreMain CONFIG-FILE SLUG CREATION-ID");
            System.exit(2);
        }
        try {
            restore(NodeSettings.fromFile(new File(arguments[0])), new Slug(arguments[1]), arguments[2]);
            System.out.println("workspace " + arguments[1] + " is back, closed until it is resumed");
        } catch (IOException
                | SQLException
                | ConfigException
                | BackupBroken
                | IllegalStateException
                | IllegalArgumentException e) {
            System.err.println("prysm restore: " + e.getMessage());
            System.exit(1);
        }
    }

    /** See {@link WorkspaceRestore#restore}. */
    static void restore(NodeSettings settings, Slug slug, String creationId) throws IOException, SQLException {
        KeyEncryptionKey kek = KeyEncryptionKey.loadOrCreate(settings.keyEncryptionKey());
        try (HikariDataSource connections =
                TenantsDatabase.connections(settings.config().getConfig("prysm.provisioner"))) {
            new WorkspaceRestore(connections, kek, Clock.systemUTC()).restore(slug, creationId);
        }
    }
}

package com.prysmid.tenant.schema;

import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Makes and drops workspaces' schemas and roles, as {@code prysm_provisioner}. Blocking; thread-safe. */
public final class WorkspaceSchemas {
    private static final String CREATE = "SELECT prysm_admin.create_workspace(?)";
    private static final String DROP = "SELECT prysm_admin.drop_workspace(?)";

    private final DataSource provisioner;

    public WorkspaceSchemas(DataSource provisioner) {
        this.provisioner = provisioner;
    }

    /**
     * Makes the schema and role, or brings them to the newest version; the same again changes nothing.
     *
     * @return the schema's version
     */
    public int create(Slug slug) throws SQLException {
        try (Connection connection = provisioner.getConnection();
                PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setString(1, slug.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Removes the schema, with everything in it, and the role; false if there were none. */
    public boolean drop(Slug slug) throws SQLException {
        try (Connection connection = provisioner.getConnection();
                PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setString(1, slug.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}

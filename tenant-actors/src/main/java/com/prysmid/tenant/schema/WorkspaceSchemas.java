package com.prysmid.tenant.schema;

import com.prysmid.tenant.protocol.Slug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Makes and drops workspaces' schemas and roles, as {@code prysm_provisioner}. Blocking; thread-safe. */
public final class WorkspaceSchemas {
    /** Of the tables that {@code tenants.sql} makes now. */
    public static final int VERSION = 2;

    private static final String VERSIONS = "SELECT slug, version FROM prysm_admin.schema_versions()";
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

    /** The workspaces there are, with the version of their tables; 0 for one that was left half made. */
    public Map<Slug, Integer> versions() throws SQLException {
        try (Connection connection = provisioner.getConnection();
                PreparedStatement statement = connection.prepareStatement(VERSIONS);
                ResultSet row = statement.executeQuery()) {
            Map<Slug, Integer> versions = new TreeMap<>(Comparator.comparing(Slug::value));
            while (row.next()) {
                versions.put(new Slug(row.getString(1)), row.getInt(2));
            }
            return versions;
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

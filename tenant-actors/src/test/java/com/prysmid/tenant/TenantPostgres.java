package com.prysmid.tenant;

import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.schema.TenantDatabase;
import com.prysmid.tenant.schema.WorkspaceSchemas;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres per test JVM, durable as in production, with the product's roles and databases. Ends with the JVM. */
public final class TenantPostgres {
    private static final TenantDatabase.Passwords PASSWORDS =
            new TenantDatabase.Passwords("node-password", "provisioner-password", "control-password");

    private static @Nullable TenantPostgres shared;

    private final EmbeddedPostgres server;

    private TenantPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static synchronized TenantPostgres shared() {
        if (shared == null) {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        // The library's own defaults are unsafe ones, and durability is what is tested.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "100")
                        .start();
                TenantPostgres started = new TenantPostgres(server);
                TenantDatabase.install(started::superuser, PASSWORDS);
                shared = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("the tenants' database could not be installed", e);
            }
        }
        return shared;
    }

    public int port() {
        return server.getPort();
    }

    public DataSource superuser(String database) {
        return server.getDatabase("postgres", database);
    }

    public DataSource provisioner() {
        return as(TenantDatabase.PROVISIONER, PASSWORDS.provisioner(), TenantDatabase.TENANTS);
    }

    public DataSource node() {
        return as(TenantDatabase.NODE, PASSWORDS.node(), TenantDatabase.TENANTS);
    }

    public DataSource control(String database) {
        return as(TenantDatabase.CONTROL, PASSWORDS.control(), database);
    }

    public WorkspaceSchemas schemas() {
        return new WorkspaceSchemas(provisioner());
    }

    /** The schema and role of a workspace, made if need be. */
    public Slug workspace(String slug) {
        try {
            Slug made = new Slug(slug);
            schemas().create(made);
            return made;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the product's configuration needs to reach it. */
    public Config config() {
        return ConfigFactory.parseMap(Map.of(
                "prysm.postgres.url", url(TenantDatabase.TENANTS),
                "prysm.postgres.user", TenantDatabase.NODE,
                "prysm.postgres.password", PASSWORDS.node()));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private DataSource as(String user, String password, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}

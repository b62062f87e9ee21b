package com.prysmid.control.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connections for our own SQL, beside the persistence plugin's: a slow list must not hold up the journal. */
public final class ControlPool {
    /** One for the projection, the rest for lists. */
    private static final int CONNECTIONS = 4;

    private ControlPool() {}

    /** Opens no connection yet; the caller closes the pool. Statements run in one transaction each unless told otherwise. */
    public static HikariDataSource of(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("prysm-control-read");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password().reveal());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        // As the plugin's: see persistence.conf.
        config.setConnectionTimeout(5_000);
        config.setMaxLifetime(600_000);
        config.setIdleTimeout(300_000);
        return new HikariDataSource(config);
    }
}

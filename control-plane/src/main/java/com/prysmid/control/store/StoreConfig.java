package com.prysmid.control.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * The persistence plugin's connection pool, as configuration. The plugin reaches Postgres through Slick, and Slick builds a
 * {@code DataSource} by class name when its own pool is disabled; that class is HikariCP's, so the plugin has a pool although no
 * Slick pool is on the classpath and none of our code touches Slick.
 */
public final class StoreConfig {
    private static final String POOL = "pekko-persistence-jdbc.shared-databases.slick.db";

    private StoreConfig() {}

    /** To be laid over {@code control/persistence.conf}. Holds the password: never to be logged. */
    public static Config of(DatabaseSettings settings) {
        return ConfigFactory.parseMap(
                Map.of(
                        POOL + ".properties.jdbcUrl", settings.jdbcUrl(),
                        POOL + ".properties.username", settings.user(),
                        POOL + ".properties.password", settings.password().reveal(),
                        POOL + ".properties.maximumPoolSize", settings.connections(),
                        POOL + ".numThreads", settings.connections(),
                        POOL + ".maxConnections", settings.connections()),
                "control database");
    }
}

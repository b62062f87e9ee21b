package com.prysmid.tenant.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import org.jspecify.annotations.Nullable;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * Tells the plugin that there is no Slick database: our DAOs bring their own connections. The types are the plugin's
 * signature; nothing of Slick runs.
 */
public final class NoSlickDatabase implements SlickDatabaseProvider {
    public NoSlickDatabase(ActorSystem system) {}

    @Override
    public SlickDatabase database(Config config) {
        return new SlickDatabase() {
            @Override
            public JdbcBackend.@Nullable JdbcDatabaseDef database() {
                return null;
            }

            @Override
            public @Nullable JdbcProfile profile() {
                return null;
            }

            @Override
            public boolean allowShutdown() {
                return false;
            }
        };
    }
}

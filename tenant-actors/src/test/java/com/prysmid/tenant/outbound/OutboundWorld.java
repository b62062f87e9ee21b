package com.prysmid.tenant.outbound;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The configuration that the guard's tests share: no cluster, little said. */
final class OutboundWorld {
    private OutboundWorld() {}

    static Config config() {
        return ConfigFactory.parseString("pekko.actor.provider = local\npekko.loglevel = WARNING")
                .withFallback(ConfigFactory.load());
    }
}

package com.prysmid.gateway.guard;

import com.prysmid.gateway.guard.RateLimits.Kind;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much of what is dear one address and one workspace may do. The defaults and their reasons stand in {@code reference.conf}.
 *
 * @param byKind     one for every kind
 * @param remembered the most addresses that are remembered; the least active are forgotten first
 */
public record LimitSettings(Map<Kind, Limit> byKind, long remembered) {

    /**
     * @param address   so many from one address at one workspace
     * @param workspace so many at one workspace
     * @param period    in which an empty allowance is whole again, little by little
     */
    public record Limit(long address, long workspace, Duration period) {
        public Limit {
            if (address < 1 || workspace < 1 || !period.isPositive()) {
                throw new IllegalArgumentException("a limit in prysm.limits lets nothing through");
            }
        }
    }

    public LimitSettings {
        byKind = Map.copyOf(byKind);
        if (byKind.size() != Kind.values().length || remembered < 1) {
            throw new IllegalArgumentException("prysm.limits has a limit for every kind");
        }
    }

    /** @param config the section {@code prysm.limits} */
    public static LimitSettings from(Config config) {
        Map<Kind, Limit> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Config one = config.getConfig(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            byKind.put(kind, new Limit(one.getLong("address"), one.getLong("workspace"), one.getDuration("period")));
        }
        return new LimitSettings(byKind, config.getLong("remembered"));
    }

    Limit of(Kind kind) {
        Limit limit = byKind.get(kind);
        if (limit == null) {
            throw new IllegalStateException("every kind has a limit");
        }
        return limit;
    }
}

package com.prysmid.tenant.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says of acting for its subject (RFC 8693 §4.1, §4.4).
 *
 * @param actors who acts, the current one first
 * @param mayAct the only one who may become its actor; null: it does not say
 */
public record Delegation(List<String> actors, @Nullable String mayAct) {
    public static final Delegation NONE = new Delegation(List.of(), null);

    public Delegation {
        actors = List.copyOf(actors);
    }

    /** The {@code act} claim: the outermost is the current actor, the least recent is the deepest; null where nobody acts. */
    public static @Nullable Map<String, Object> act(List<String> actors) {
        Map<String, Object> act = null;
        for (String actor : actors.reversed()) {
            act = act == null ? Map.of("sub", actor) : Map.of("sub", actor, "act", act);
        }
        return act;
    }
}

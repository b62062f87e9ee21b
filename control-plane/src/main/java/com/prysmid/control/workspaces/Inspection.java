package com.prysmid.control.workspaces;

import com.prysmid.control.value.Slug;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at every workspace's service account once in the life of a process: the vault's keys may have changed since the last one. A few
 * at a time, the next as soon as one is done: a sealed text that is old is no hurry. Nothing of it is kept; a new life looks
 * again. Mutable, and touched by the index's one actor only.
 */
final class Inspection {
    /** Each is one recovery from the journal, in front of which nobody should have to queue. */
    private static final int AT_A_TIME = 8;

    private final Deque<Slug> waiting;
    private final Set<Slug> open = new LinkedHashSet<>();
    private final Map<Upkeep, Integer> done = new EnumMap<>(Upkeep.class);
    private boolean over;

    Inspection(Collection<Slug> workspaces) {
        waiting = new ArrayDeque<>(workspaces);
    }

    /** Whom to wake: those that have not answered, and the next ones. */
    List<Slug> next() {
        while (open.size() < AT_A_TIME && !waiting.isEmpty()) {
            open.add(waiting.removeFirst());
        }
        return List.copyOf(open);
    }

    /** One has answered. Whom to wake in its place. */
    List<Slug> tended(Slug slug, Upkeep upkeep) {
        if (!open.remove(slug)) {
            return List.of();
        }
        done.merge(upkeep, 1, Integer::sum);
        if (waiting.isEmpty()) {
            return List.of();
        }
        Slug next = waiting.removeFirst();
        open.add(next);
        return List.of(next);
    }

    /** Whether all have answered; true once only. */
    boolean ends() {
        if (over || !waiting.isEmpty() || !open.isEmpty()) {
            return false;
        }
        over = true;
        return true;
    }

    int all() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(Upkeep upkeep) {
        return done.getOrDefault(upkeep, 0);
    }
}

package com.prysmid.control.workspaces;

import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every slug ever listed, and which of them are unfinished. Mutable, and touched by its one actor only: copying it for each event
 * would make replay quadratic.
 */
final class IndexState {
    /** By slug: the fingerprint it was first listed with. */
    private final Map<Slug, Sha256> listed = new HashMap<>();

    private final Set<Slug> unsettled = new TreeSet<>();
    private final Map<Sha256, Sha256> fingerprintByKey = new HashMap<>();

    /** Whether this key has come with another request before. */
    boolean keyBelongsToAnother(@Nullable Sha256 key, Sha256 fingerprint) {
        return key != null && !fingerprintByKey.getOrDefault(key, fingerprint).equals(fingerprint);
    }

    boolean lists(Slug slug) {
        return listed.containsKey(slug);
    }

    boolean unsettled(Slug slug) {
        return unsettled.contains(slug);
    }

    /** The slugs whose provisioning has not ended, as far as this list knows. */
    List<Slug> unsettled() {
        return List.copyOf(unsettled);
    }

    /** All of them. */
    List<Slug> listed() {
        return listed.keySet().stream().sorted().toList();
    }

    IndexState apply(IndexEvent event) {
        switch (event) {
            case IndexEvent.Listed e -> {
                listed.put(e.slug(), e.fingerprint());
                unsettled.add(e.slug());
                if (e.idempotencyKey() != null) {
                    fingerprintByKey.put(e.idempotencyKey(), e.fingerprint());
                }
            }
            case IndexEvent.Settled e -> unsettled.remove(e.slug());
        }
        return this;
    }
}

package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.Slug;
import java.util.Optional;

/** Which workspace a persistence id belongs to: {@code Workspace|acme}, {@code User|acme/…}, {@code Stranger|acme/…}. */
final class PersistenceIds {
    private static final String STRANGER = EntityKeys.STRANGER.name() + "|";

    private PersistenceIds() {}

    /** Of nobody: there is nothing to come back to, so that of its events the audit rows alone are kept. */
    static boolean isOfStranger(String persistenceId) {
        return persistenceId.startsWith(STRANGER);
    }

    /** @throws IllegalArgumentException for an id of another form: it must not get near a schema */
    static Slug slug(String persistenceId) {
        return find(persistenceId)
                .orElseThrow(() -> new IllegalArgumentException("a persistence id names its workspace"));
    }

    /** Empty for an id of another form: there is nothing to be read under it. */
    static Optional<Slug> find(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        int slash = persistenceId.indexOf('/', bar + 1);
        return bar < 0
                ? Optional.empty()
                : Slug.parse(slash < 0 ? persistenceId.substring(bar + 1) : persistenceId.substring(bar + 1, slash));
    }
}

package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.Slug;

/** Which workspace a persistence id belongs to: {@code Workspace|acme}, {@code User|acme/…}. */
final class PersistenceIds {
    private PersistenceIds() {}

    /** @throws IllegalArgumentException for an id of another form: it must not get near a schema */
    static Slug slug(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        int slash = persistenceId.indexOf('/', bar + 1);
        if (bar < 0) {
            throw new IllegalArgumentException("a persistence id names its workspace");
        }
        return new Slug(slash < 0 ? persistenceId.substring(bar + 1) : persistenceId.substring(bar + 1, slash));
    }
}

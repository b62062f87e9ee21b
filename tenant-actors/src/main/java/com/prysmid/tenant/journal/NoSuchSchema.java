package com.prysmid.tenant.journal;

/** There is no workspace of this name in this database, or its deletion has begun. */
final class NoSuchSchema extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchSchema() {
        super("there is no such workspace in this database");
    }
}

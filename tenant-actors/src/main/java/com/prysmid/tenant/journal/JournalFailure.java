package com.prysmid.tenant.journal;

import java.sql.SQLException;

/** The database refused or was not reached. Its text names the SQLSTATE only: messages may quote personal data. */
final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalFailure(SQLException cause) {
        super("database error " + cause.getSQLState());
        // The cause is kept for its stack only where it carries no values (see logServerErrorDetail=false).
        initCause(cause);
    }
}

package com.prysmid.tenant.journal;

import java.sql.SQLException;

/** The database refused or was not reached. Its text names the SQLSTATE only: messages may quote personal data. */
final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalFailure(SQLException cause) {
        super("database error " + cause.getSQLState());
        // Its text carries no bound values, since connections are opened with logServerErrorDetail=false.
        initCause(cause);
    }
}

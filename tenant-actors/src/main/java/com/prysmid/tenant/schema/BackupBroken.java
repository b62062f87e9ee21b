package com.prysmid.tenant.schema;

/** A backup is not what was written: changed, cut off, of another workspace, or of tables of another version. It stays as it is. */
public final class BackupBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupBroken(String message) {
        super(message);
    }

    BackupBroken(String message, Exception cause) {
        super(message, cause);
    }
}

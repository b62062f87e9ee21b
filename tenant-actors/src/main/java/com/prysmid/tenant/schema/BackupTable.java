package com.prysmid.tenant.schema;

/** The tables of a workspace, in the order in which they are written and put back. */
enum BackupTable {
    JOURNAL("journal", "COPY journal TO STDOUT", "COPY journal FROM STDIN"),
    META("meta", "COPY meta TO STDOUT", "COPY meta FROM STDIN"),
    AUDIT("audit", "COPY audit TO STDOUT", "COPY audit FROM STDIN"),
    DIRECTORY("directory", "COPY directory TO STDOUT", "COPY directory FROM STDIN"),
    IDENTITY("identity", "COPY identity TO STDOUT", "COPY identity FROM STDIN"),
    OUTBOX("outbox", "COPY outbox TO STDOUT", "COPY outbox FROM STDIN"),
    SNAPSHOT("snapshot", "COPY snapshot TO STDOUT", "COPY snapshot FROM STDIN");

    private final String tableName;
    private final String copyOut;
    private final String copyIn;

    BackupTable(String tableName, String copyOut, String copyIn) {
        this.tableName = tableName;
        this.copyOut = copyOut;
        this.copyIn = copyIn;
    }

    String tableName() {
        return tableName;
    }

    String copyOut() {
        return copyOut;
    }

    String copyIn() {
        return copyIn;
    }
}

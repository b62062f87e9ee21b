package com.prysmid.tenant.schema;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * What is in a backup before it is encrypted: gzip of the text {@value #FORMAT}, and then for each table its name and the rows as
 * {@code COPY} in text form tells them, in blocks of a length (int, big-endian) and so many bytes, up to a length of 0.
 */
final class BackupFormat {
    private static final String FORMAT = "prysm.backup/1";

    /** A row holds at most an event or a profile; Postgres itself has no field over 1 GB. */
    private static final int LARGEST_BLOCK = 1 << 30;

    private BackupFormat() {}

    /** Where the rows of one table go. */
    interface Rows {
        void block(byte[] bytes) throws SQLException;

        /** @return how many rows came */
        long end() throws SQLException;
    }

    /** Where tables go. */
    @FunctionalInterface
    interface Tables {
        Rows open(BackupTable table) throws SQLException;
    }

    /**
     * Writes all tables and closes the stream.
     *
     * @param connection in the workspace's role
     * @return the rows of each table
     */
    static Map<String, Long> write(Connection connection, OutputStream out) throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        Map<String, Long> counts = new TreeMap<>();
        try (DataOutputStream plain = new DataOutputStream(new GZIPOutputStream(out))) {
            plain.writeUTF(FORMAT);
            for (BackupTable table : BackupTable.values()) {
                plain.writeUTF(table.tableName());
                counts.put(table.tableName(), write(copies.copyOut(table.copyOut()), plain));
                plain.writeInt(0);
            }
        }
        return counts;
    }

    private static long write(CopyOut copy, DataOutputStream plain) throws SQLException, IOException {
        try {
            for (byte[] block = copy.readFromCopy(); block != null; block = copy.readFromCopy()) {
                plain.writeInt(block.length);
                plain.write(block);
            }
            return copy.getHandledRowCount();
        } finally {
            // Else the connection could not even be rolled back.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /**
     * Reads to the end: only there is it known that nothing was changed.
     *
     * @return the rows of each table
     * @throws BackupBroken for what {@link #write} has not written
     */
    static Map<String, Long> read(InputStream in, Tables tables) throws SQLException, IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (DataInputStream plain = new DataInputStream(new GZIPInputStream(in))) {
            require(plain.readUTF().equals(FORMAT));
            for (BackupTable table : BackupTable.values()) {
                require(plain.readUTF().equals(table.tableName()));
                Rows rows = tables.open(table);
                for (int length = plain.readInt(); length != 0; length = plain.readInt()) {
                    require(length > 0 && length <= LARGEST_BLOCK);
                    byte[] block = plain.readNBytes(length);
                    require(block.length == length);
                    rows.block(block);
                }
                counts.put(table.tableName(), rows.end());
            }
            // The last segment is known to be the last only by its own end.
            require(plain.read() < 0 && in.read() < 0);
        }
        return counts;
    }

    private static void require(boolean asWritten) {
        if (!asWritten) {
            throw new BackupBroken("the backup has another form");
        }
    }

    /** Counts rows: each ends with a line feed, and there is no other in {@code COPY}'s text. */
    static final class Counting implements Rows {
        private long count;

        @Override
        public void block(byte[] bytes) {
            for (byte one : bytes) {
                if (one == '\n') {
                    count++;
                }
            }
        }

        @Override
        public long end() {
            return count;
        }
    }

    /** Puts rows into the table of that name. */
    static final class Copying implements Rows {
        private final CopyIn copy;

        Copying(Connection connection, BackupTable table) throws SQLException {
            this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIn());
        }

        @Override
        public void block(byte[] bytes) throws SQLException {
            copy.writeToCopy(bytes, 0, bytes.length);
        }

        @Override
        public long end() throws SQLException {
            return copy.endCopy();
        }

        /** Without an end, the connection could not even be rolled back. */
        void abandon() throws SQLException {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}

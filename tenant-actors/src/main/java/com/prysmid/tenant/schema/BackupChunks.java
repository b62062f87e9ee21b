package com.prysmid.tenant.schema;

import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/** A backup's encrypted bytes as rows. Blocking; for a connection in the role {@code prysm_backup}, inside a transaction. */
final class BackupChunks {
    /** As long as a segment of the encryption. */
    static final int LENGTH = 1 << 20;

    private static final String DELETE = "DELETE FROM prysm_backups.chunk WHERE deletion = ?";
    private static final String INSERT = "INSERT INTO prysm_backups.chunk (deletion, number, bytes) VALUES (?, ?, ?)";
    private static final String SELECT = "SELECT bytes FROM prysm_backups.chunk WHERE deletion = ? ORDER BY number";

    private BackupChunks() {}

    static void delete(Connection connection, long deletion) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setLong(1, deletion);
            statement.executeUpdate();
        }
    }

    /** Knows what went through it. */
    static final class Output extends OutputStream {
        private final Connection connection;
        private final long deletion;
        private final MessageDigest digest = newDigest();
        private final byte[] buffer = new byte[LENGTH];
        private int filled;
        private int number;
        private long bytes;

        Output(Connection connection, long deletion) {
            this.connection = connection;
            this.deletion = deletion;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(length - done, LENGTH - filled);
                System.arraycopy(source, offset + done, buffer, filled, part);
                filled += part;
                done += part;
                if (filled == LENGTH) {
                    insert();
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                insert();
            }
        }

        private void insert() throws IOException {
            byte[] chunk = Arrays.copyOf(buffer, filled);
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                statement.setLong(1, deletion);
                statement.setInt(2, number);
                statement.setBytes(3, chunk);
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IOException(e);
            }
            digest.update(chunk);
            bytes += filled;
            number++;
            filled = 0;
        }

        /** After {@link #close}. */
        Backup backup() {
            return new Backup(bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** All chunks in order, one in memory at a time. */
    static final class Input extends InputStream {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private byte[] chunk = {};
        private int position;

        Input(Connection connection, long deletion) throws SQLException {
            this.statement = connection.prepareStatement(SELECT);
            statement.setFetchSize(1);
            statement.setLong(1, deletion);
            this.rows = statement.executeQuery();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            try {
                while (position == chunk.length) {
                    if (!rows.next()) {
                        return -1;
                    }
                    chunk = rows.getBytes(1);
                    position = 0;
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
            int part = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, part);
            position += part;
            return part;
        }

        @Override
        public void close() throws IOException {
            try (statement;
                    rows) {
                position = chunk.length;
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    /** Knows its digest when it was read to its end. */
    static DigestInputStream digesting(InputStream in) {
        return new DigestInputStream(in, newDigest());
    }

    static String sha256(DigestInputStream read) {
        return HexFormat.of().formatHex(read.getMessageDigest().digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package com.prysmid.node.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one dev instance keeps, and the right to use it.
 *
 * <pre>
 * prysm-data    marks the directory as ours; the running dev holds the operating system's lock on it
 * dev.json      where everything is, while dev runs
 * tls/          dev's CA, certificates and keys
 * prysm.log     what this run has logged
 * secrets/      passwords and the demo's key, one per file, mode 0600
 * postgres/     the database's files; postgres.log beside it
 * </pre>
 *
 * <p>The lock belongs to the process, so it ends with it however it ends.
 */
final class DataDirectory implements AutoCloseable {

    private static final String MARKER = "prysm-data";

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    static DataDirectory open(Path path) throws DevFailure {
        Path root = path.toAbsolutePath().normalize();
        try {
            boolean foreign = Files.isDirectory(root) && !isEmpty(root) && !Files.exists(root.resolve(MARKER));
            if (foreign) {
                throw new DevFailure(root + " holds other files: choose an empty or new directory with --data");
            }
            PrivateFiles.createDirectory(root);
            FileChannel channel = FileChannel.open(
                    root.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DevFailure(
                        root + " is in use by another prysm dev: stop that one, or choose another with --data");
            }
            DataDirectory data = new DataDirectory(root, channel, lock);
            PrivateFiles.createDirectory(data.secrets());
            return data;
        } catch (IOException e) {
            throw new DevFailure("cannot write to the data directory " + root + ": choose another with --data", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (NotDirectoryException e) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Deletes everything but the marker, and so keeps the lock; and but the log, which is this run's. */
    void empty() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(root.resolve(MARKER)) && !file.equals(logFile())) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!directory.equals(root)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        PrivateFiles.createDirectory(secrets());
    }

    Path root() {
        return root;
    }

    Path tls() {
        return root.resolve("tls");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path postgresLog() {
        return root.resolve("postgres.log");
    }

    Path logFile() {
        return root.resolve("prysm.log");
    }

    Path devJson() {
        return root.resolve("dev.json");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}

package com.prysmid.node.dev;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The Postgres programs that come as a Maven artifact, unpacked once into the user's cache directory.
 *
 * <p>Postgres refuses to run as root. A user namespace ({@code unshare -U}) gives it another user id in its own eyes,
 * without a second account on the machine.
 */
final class PostgresBinaries {

    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final int EXECUTABLE = 0111;
    private static final int DIGEST_CHARACTERS = 16;

    private final Path directory;
    private final List<String> prefix;

    private PostgresBinaries(Path directory, List<String> prefix) {
        this.directory = directory;
        this.prefix = prefix;
    }

    static PostgresBinaries unpacked() throws DevFailure {
        List<String> prefix = runsAsRoot() ? unshare() : List.of();
        try {
            Path cache = cacheDirectory();
            Path target = cache.resolve("postgres-" + digest());
            if (!Files.exists(target)) {
                Files.createDirectories(cache);
                Path fresh = Files.createTempDirectory(cache, "unpacking-");
                unpack(fresh);
                try {
                    Files.move(fresh, target);
                } catch (IOException e) {
                    if (!Files.exists(target)) {
                        throw e;
                    }
                    // Another process was faster: its copy is as good as ours.
                }
            }
            return new PostgresBinaries(target, prefix);
        } catch (IOException e) {
            throw new DevFailure("cannot unpack the embedded Postgres: " + e.getMessage(), e);
        }
    }

    private static boolean runsAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> unshare() throws DevFailure {
        if (!LinuxUtils.isUnshareAvailable()) {
            throw new DevFailure("Postgres does not run as root, and this system has no user namespaces (unshare -U):"
                    + " run prysm dev as another user");
        }
        return List.of("unshare", "-U");
    }

    private static Path cacheDirectory() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return base.resolve("prysmid");
    }

    private static InputStream archive() throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                    System.getProperty("os.name").split(" ", 2)[0], System.getProperty("os.arch"));
        } catch (IllegalStateException e) {
            throw new IOException(
                    "there is none for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch"), e);
        }
    }

    private static String digest() throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(new BufferedInputStream(archive()), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void unpack(Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive names a file outside itself");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    if ((entry.getMode() & EXECUTABLE) != 0) {
                        makeExecutable(file);
                    }
                }
            }
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(file, permissions);
    }

    /**
     * Runs a program to its end.
     *
     * @return its output where it failed, empty where it succeeded
     */
    Optional<String> run(Path workingDirectory, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        // To a file, not a pipe: a daemon started by the program would inherit the pipe and never close it.
        Path output = Files.createTempFile(workingDirectory, program, ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(program + " did not end within " + COMMAND_LIMIT.toSeconds() + " s");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(Files.readString(output).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while " + program + " ran", e));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}

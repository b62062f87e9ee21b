package com.prysmid.node.tls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates from a directory that something else keeps up to date: {@code NAME.pem} (chain, leaf first) beside
 * {@code NAME.key}. File names mean nothing, except {@code default}: a certificate serves the DNS names it carries,
 * wildcards included. Answers from memory; {@link #refresh} reads what has changed. Thread-safe.
 */
public final class CertificateDirectory implements CertificateSource {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateDirectory.class);
    private static final int DNS_NAME = 2;
    private static final String FALLBACK = "default.pem";

    private final Path directory;
    private volatile Snapshot snapshot;

    private record Entry(FileTime certificateTime, FileTime keyTime, ServerIdentity identity) {}

    private record Snapshot(Map<Path, Entry> files, Map<String, ServerIdentity> byName, ServerIdentity fallback) {}

    private CertificateDirectory(Path directory, Snapshot snapshot) {
        this.directory = directory;
        this.snapshot = snapshot;
    }

    /**
     * Reads a directory for the first time.
     *
     * @throws IOException where it cannot be read, or holds no usable {@code default.pem}
     */
    public static CertificateDirectory open(Path directory) throws IOException {
        return new CertificateDirectory(directory, read(directory, Map.of(), null));
    }

    @Override
    public Optional<ServerIdentity> forHost(String hostName) {
        Map<String, ServerIdentity> byName = snapshot.byName();
        ServerIdentity exact = byName.get(hostName);
        return Optional.ofNullable(exact != null ? exact : byName.get(HostNames.wildcardOf(hostName)));
    }

    @Override
    public ServerIdentity fallback() {
        return snapshot.fallback();
    }

    /** Reads new and changed files. A file that cannot be read (half-written, say) leaves its last good state in use. */
    public synchronized void refresh() {
        try {
            snapshot = read(directory, snapshot.files(), snapshot.fallback());
        } catch (IOException e) {
            LOG.warn("Certificates in {} could not be read again: {}", directory, e.getMessage());
        }
    }

    private static Snapshot read(Path directory, Map<Path, Entry> known, @Nullable ServerIdentity lastFallback)
            throws IOException {
        Map<Path, Entry> files = new HashMap<>();
        Map<String, ServerIdentity> byName = new HashMap<>();
        ServerIdentity fallback = lastFallback;
        try (DirectoryStream<Path> chains = Files.newDirectoryStream(directory, "*.pem")) {
            for (Path chain : chains) {
                Entry entry = entry(chain, known.get(chain));
                if (entry == null) {
                    continue;
                }
                files.put(chain, entry);
                for (String name : dnsNames(entry.identity())) {
                    byName.put(name, entry.identity());
                }
                if (chain.endsWith(FALLBACK)) {
                    fallback = entry.identity();
                }
            }
        }
        if (fallback == null) {
            throw new IOException(directory + " holds no usable " + FALLBACK);
        }
        return new Snapshot(Map.copyOf(files), Map.copyOf(byName), fallback);
    }

    private static @Nullable Entry entry(Path chain, @Nullable Entry known) {
        String fileName = chain.getFileName().toString();
        Path key = chain.resolveSibling(fileName.substring(0, fileName.length() - ".pem".length()) + ".key");
        try {
            FileTime certificateTime = Files.getLastModifiedTime(chain);
            FileTime keyTime = Files.getLastModifiedTime(key);
            if (known != null
                    && known.certificateTime().equals(certificateTime)
                    && known.keyTime().equals(keyTime)) {
                return known;
            }
            return new Entry(certificateTime, keyTime, PemFiles.identity(chain, key));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("Certificate {} is not usable: {}", chain, e.getMessage());
            return known;
        }
    }

    private static List<String> dnsNames(ServerIdentity identity) {
        List<String> found = new ArrayList<>();
        try {
            Collection<List<?>> names = identity.leaf().getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(0).equals(DNS_NAME) && name.get(1) instanceof String dns) {
                        found.add(HostNames.canonical(dns));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            LOG.warn("A certificate's names cannot be read: {}", e.getMessage());
        }
        return found;
    }
}

package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * The installation's own key, which opens every workspace's data key: a Tink keyset in a file. A keyset may hold several keys; the
 * primary one seals and all of them open, so the key is replaced by adding a new primary and keeping the old one until every data
 * key has been sealed again.
 *
 * <p>Whoever loses the file loses every signing key; whoever leaks it must rotate them all. Thread-safe.
 */
public final class KeyEncryptionKey {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** Reading by the group is allowed: that is how an orchestrator mounts a secret for a process that is not root. */
    private static final Set<PosixFilePermission> FORBIDDEN = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Tink's AEAD keys are not available", broken);
        }
    }

    private final Aead aead;

    private KeyEncryptionKey(KeysetHandle keyset) throws GeneralSecurityException {
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /**
     * The key in that file; if there is no such file, a new key, in the file before this returns (mode 0600, complete or absent
     * whatever happens, and of several processes that start at once all use the one that was first).
     *
     * @throws IOException if the file cannot be read or written, is no Tink AEAD keyset, or is open to other users
     */
    public static KeyEncryptionKey loadOrCreate(Path file) throws IOException {
        try {
            return load(file);
        } catch (NoSuchFileException absent) {
            create(file);
            return load(file);
        }
    }

    private static KeyEncryptionKey load(Path file) throws IOException {
        String json = Files.readString(file);
        Set<PosixFilePermission> tooOpen = EnumSet.copyOf(FORBIDDEN);
        tooOpen.retainAll(Files.getPosixFilePermissions(file));
        if (!tooOpen.isEmpty()) {
            throw new IOException(
                    file + " holds the key-encryption key and must not be readable by others: chmod 600 it");
        }
        try {
            return new KeyEncryptionKey(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | RuntimeException notAKeyset) {
            // Without the cause: a parser's message may quote what it read.
            throw new IOException(file + " is not a Tink AEAD keyset in JSON");
        }
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = directory.resolve(file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer json = ByteBuffer.wrap(newKeyset().getBytes(UTF_8));
                while (json.hasRemaining()) {
                    channel.write(json);
                }
                channel.force(true);
            }
            // A hard link, unlike a move, never replaces the key of a process that was a moment earlier.
            Files.createLink(file, draft);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            // Its key is the one to use.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String newKeyset() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no AES-256-GCM key could be made", broken);
        }
    }

    Aead aead() {
        return aead;
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[redacted]";
    }
}

package com.prysmid.gateway.guard;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/** The key that seals interactions, in a Tink JSON keyset file that only its owner may read. */
public final class InteractionKeyset {
    private InteractionKeyset() {}

    /** Makes the file, mode 0600, where it is absent; two processes that start at once end with the same key. */
    public static Aead open(Path file) throws IOException {
        try {
            AeadConfig.register();
            if (!Files.exists(file)) {
                create(file);
            }
            KeysetHandle keyset =
                    TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
            return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the keyset " + file, e);
        }
    }

    private static void create(Path file) throws IOException, GeneralSecurityException {
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path whole = Files.createTempFile(
                directory,
                ".keyset",
                ".tmp",
                PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
        try {
            Files.writeString(whole, json, StandardOpenOption.TRUNCATE_EXISTING);
            // A hard link appears whole or not at all, and never replaces another's.
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key is the one.
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}

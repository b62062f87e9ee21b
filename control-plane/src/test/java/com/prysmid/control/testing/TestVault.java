package com.prysmid.control.testing;

import com.prysmid.control.vault.Vault;
import com.prysmid.control.vault.VaultSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Keys for vaults, in files as an operator has them. */
public final class TestVault {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestVault() {}

    /** A file with one new key. */
    public static Path keyFile(Path directory, String name) {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        try {
            return Files.writeString(
                    directory.resolve(name), Base64.getUrlEncoder().encodeToString(key) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first file's key seals. */
    public static Vault of(Path... keyFiles) {
        return Vault.open(new VaultSettings(List.of(keyFiles)), RANDOM);
    }
}

package com.prysmid.control.vault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the vault's keys are.
 *
 * @param keyFiles text files with one Fernet key a line (32 bytes as base64url); empty lines and those that begin with {@code #} are
 *     skipped. The first key of the first file seals, all of them open
 */
public record VaultSettings(List<Path> keyFiles) {
    public VaultSettings {
        keyFiles = List.copyOf(keyFiles);
        if (keyFiles.isEmpty()) {
            throw new IllegalArgumentException("vault.keys must name a file of Fernet keys, or a list of such files");
        }
        for (Path file : keyFiles) {
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException("the vault's key file " + file + " cannot be read");
            }
        }
    }
}

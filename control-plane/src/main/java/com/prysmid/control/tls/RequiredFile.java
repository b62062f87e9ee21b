package com.prysmid.control.tls;

import java.nio.file.Files;
import java.nio.file.Path;

/** Says which file is missing before a TLS library says so less clearly. */
final class RequiredFile {
    private RequiredFile() {}

    static void check(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the " + what + " file " + file + " cannot be read");
        }
    }
}

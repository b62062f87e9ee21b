package com.prysmid.tenant.decide.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The list of passwords that everybody tries first, in {@code common-passwords.txt} beside this class. Kept as sorted 64-bit hashes:
 * some 400 kB for 49,000 entries, and one that is not listed is taken for one that is once in 10^14. Immutable.
 */
final class CommonPasswords {
    private static final String LIST = "common-passwords.txt";

    /** FNV-1a: whoever makes a password collide with a listed one has only made it unusable. */
    private static final long OFFSET = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private final long[] hashes;

    private CommonPasswords(long[] hashes) {
        this.hashes = hashes;
    }

    /** Read when the first password is set on this node: about 20 ms. */
    private static final class Loaded {
        private static final CommonPasswords LIST_OF_ALL = load();
    }

    static CommonPasswords list() {
        return Loaded.LIST_OF_ALL;
    }

    /** Whether the list has it, also masked ({@code p4ssw0rd}) or with a few digits and signs behind ({@code dragon2024!}). */
    boolean contains(String lower) {
        return has(lower) || has(Folding.withoutTail(lower));
    }

    int size() {
        return hashes.length;
    }

    private boolean has(String lower) {
        return Arrays.binarySearch(hashes, hash(Folding.unmasked(lower))) >= 0;
    }

    private static CommonPasswords load() {
        try (InputStream file = CommonPasswords.class.getResourceAsStream(LIST)) {
            if (file == null) {
                throw new IllegalStateException(LIST + " is not in the jar");
            }
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
                return new CommonPasswords(lines.lines()
                        .filter(line -> !line.startsWith("#"))
                        .mapToLong(line -> hash(Folding.unmasked(line)))
                        .distinct()
                        .sorted()
                        .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long hash(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }
}

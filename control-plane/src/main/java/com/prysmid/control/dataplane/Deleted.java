package com.prysmid.control.dataplane;

import org.jspecify.annotations.Nullable;

/**
 * The workspace is gone; what was in it is in an encrypted backup that only the data plane can open.
 *
 * @param backup null once it was purged
 */
public record Deleted(@Nullable Backup backup) {

    /**
     * The encrypted backup, as it lies in the tenants' database.
     *
     * @param bytes of the ciphertext
     * @param sha256 of the ciphertext, in lower-case hexadecimal
     */
    public record Backup(long bytes, String sha256) {}
}

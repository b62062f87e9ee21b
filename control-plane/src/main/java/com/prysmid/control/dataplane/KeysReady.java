package com.prysmid.control.dataplane;

import java.util.List;

/**
 * The workspace exists and has signing keys.
 *
 * @param issuer its origin
 * @param keyIds the current key's and the next one's
 */
public record KeysReady(String issuer, List<String> keyIds) {
    public KeysReady {
        keyIds = List.copyOf(keyIds);
    }
}

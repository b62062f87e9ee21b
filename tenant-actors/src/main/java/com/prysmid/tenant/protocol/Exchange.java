package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;

/**
 * How a token comes of another (RFC 8693).
 *
 * @param grantedTo the app that the person granted it to: when that app is gone, so is all that came of it
 * @param actors    who acts for the person (§4.1), the current one first; empty for impersonation
 * @param notAfter  when the token that it comes of ends
 */
public record Exchange(String grantedTo, List<String> actors, Instant notAfter) {
    public Exchange {
        actors = List.copyOf(actors);
    }
}

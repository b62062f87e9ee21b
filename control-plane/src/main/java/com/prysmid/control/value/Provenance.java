package com.prysmid.control.value;

import org.jspecify.annotations.Nullable;

/**
 * Where a fact came from: who acted, with which request, from where. The bounds are kept here, so that no caller can fill the
 * journal with a header.
 *
 * @param requestId of the HTTP request that asked, also for what the control plane does later because of it; empty if none did
 * @param ip the peer's address as a literal, if a peer asked
 * @param userAgent the peer's {@code User-Agent}, printable, at most {@value #LONGEST_USER_AGENT} characters
 */
public record Provenance(
        Actor actor,
        String requestId,
        @Nullable String ip,
        @Nullable String userAgent) {
    /** Browsers stay below 256; what is longer is somebody's storage. */
    private static final int LONGEST_USER_AGENT = 256;

    public Provenance {
        if (userAgent != null) {
            userAgent = bounded(userAgent);
        }
    }

    /** What the control plane does by itself. */
    public static Provenance system(String part) {
        return new Provenance(Actor.system(part), "", null, null);
    }

    /** The same request, but somebody else acts: a handler knows who signed in, or which step follows. */
    public Provenance as(Actor other) {
        return new Provenance(other, requestId, ip, userAgent);
    }

    /** What the control plane goes on to do because of this, long after the peer has gone. */
    public Provenance followedBy(String part) {
        return new Provenance(Actor.system(part), requestId, null, null);
    }

    private static @Nullable String bounded(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .filter(codePoint -> codePoint >= ' ' && codePoint != 0x7f && Character.isDefined(codePoint))
                .filter(codePoint -> !Character.isISOControl(codePoint)
                        && Character.getType(codePoint) != Character.FORMAT
                        && Character.getType(codePoint) != Character.SURROGATE)
                .limit(LONGEST_USER_AGENT)
                .forEach(kept::appendCodePoint);
        String stripped = kept.toString().strip();
        return stripped.isEmpty() ? null : stripped;
    }
}

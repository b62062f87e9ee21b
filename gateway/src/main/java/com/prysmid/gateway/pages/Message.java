package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * A page that says one thing.
 *
 * @param requestId  to find it in the logs; null where nothing went wrong
 * @param linkTarget where to go on; null for nowhere
 * @param linkText   the link's words
 */
public record Message(
        String heading,
        String text,
        @Nullable String requestId,
        @Nullable String linkTarget,
        @Nullable String linkText) {
    public Message {
        if ((linkTarget == null) != (linkText == null)) {
            throw new IllegalArgumentException("a link needs both a target and words");
        }
    }

    static Message of(String heading, String text) {
        return new Message(heading, text, null, null, null);
    }

    static Message error(String heading, String text, String requestId) {
        return new Message(heading, text, requestId, null, null);
    }

    Message withLink(String target, String words) {
        return new Message(heading, text, requestId, target, words);
    }
}

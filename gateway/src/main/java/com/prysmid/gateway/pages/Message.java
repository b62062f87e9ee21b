package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * A page that says one thing.
 *
 * @param detail     for developers, in English; null for none
 * @param requestId  to find it in the logs; null where nothing went wrong
 * @param linkTarget where to go on; null for nowhere
 * @param linkText   the link's words
 */
public record Message(
        String heading,
        String text,
        @Nullable String detail,
        @Nullable String requestId,
        @Nullable String linkTarget,
        @Nullable String linkText) {
    public Message {
        if ((linkTarget == null) != (linkText == null)) {
            throw new IllegalArgumentException("a link needs both a target and words");
        }
    }

    static Message of(String heading, String text) {
        return new Message(heading, text, null, null, null, null);
    }

    static Message error(String heading, String text, String requestId) {
        return new Message(heading, text, null, requestId, null, null);
    }

    Message withDetail(String words) {
        return new Message(heading, text, words, requestId, linkTarget, linkText);
    }

    Message withLink(String target, String words) {
        return new Message(heading, text, detail, requestId, target, words);
    }

    /** As a page of its own. */
    View view() {
        return new View("message.jte", heading, this);
    }
}

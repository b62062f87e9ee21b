package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where somebody is signed in. */
public record SessionList(String csrf, List<Item> items) {
    public SessionList {
        items = List.copyOf(items);
    }

    /**
     * One session.
     *
     * @param device  in words
     * @param ip      null where it is not known
     * @param current of the browser that asks
     */
    public record Item(
            String sid, String device, @Nullable String ip, String signedInAt, String lastSeenAt, boolean current) {}

    /** Redacted: tells where a person was. */
    @Override
    public String toString() {
        return "SessionList[redacted]";
    }
}

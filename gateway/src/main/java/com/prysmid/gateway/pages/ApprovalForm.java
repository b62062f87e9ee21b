package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What apps ask the person for.
 *
 * @param csrf  the token that its POST must bring back
 * @param items one per request that waits; may be none
 */
public record ApprovalForm(String csrf, List<Item> items) {
    public ApprovalForm {
        items = List.copyOf(items);
    }

    /**
     * One request.
     *
     * @param message also shown by the app, so that the person sees that the two belong together
     * @param asked   what the app wants, in words for the person
     * @param details what exactly, for this once (RFC 9396): JSON; null where there is nothing more
     * @param time    when it asked
     */
    public record Item(
            String requestId,
            String appName,
            @Nullable String message,
            List<String> asked,
            @Nullable String details,
            String time) {
        public Item {
            asked = List.copyOf(asked);
        }
    }
}

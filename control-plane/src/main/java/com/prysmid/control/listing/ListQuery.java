package com.prysmid.control.listing;

import com.prysmid.control.workspaces.WorkspaceView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which workspaces are asked for; what is null is not asked for.
 *
 * @param accounts whose workspaces may be seen; null for all, which is an operator's right
 * @param text part of the slug or of the name, in upper or lower case
 * @param after the last slug of the page before
 * @param limit how many at most
 */
public record ListQuery(
        @Nullable Set<String> accounts,
        WorkspaceView.@Nullable Status status,
        @Nullable String text,
        @Nullable String after,
        int limit) {
    public ListQuery {
        accounts = accounts == null ? null : Set.copyOf(accounts);
    }
}

package com.prysmid.gateway.pages;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param title         of the browser's tab
 * @param workspaceName whose page it is; null on pages that must not tell whether there is a workspace
 * @param stylesheet    its path; null where none is served
 */
public record PageFrame(
        String title,
        @Nullable String workspaceName,
        @Nullable String stylesheet) {
    /** The first letter of the workspace's name, standing in for a logo. */
    public String monogram() {
        String name = workspaceName == null ? "" : workspaceName.strip();
        return name.isEmpty()
                ? ""
                : name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}

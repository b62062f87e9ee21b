package com.prysmid.gateway.pages;

import java.util.List;

/**
 * Somebody's own second factors.
 *
 * @param recoveryCodes that are left
 * @param required      by the workspace
 * @param none          whether nothing at all is set up
 */
public record FactorsPage(
        String csrf,
        List<Item> items,
        int recoveryCodes,
        boolean required,
        boolean none,
        boolean totpAddable,
        boolean emailAddable,
        boolean passkeyAddable) {
    /**
     * @param renamable whether it has a name of its owner's
     * @param detail    when it was added and used
     */
    public record Item(String id, String name, boolean renamable, String detail) {}

    public FactorsPage {
        items = List.copyOf(items);
    }
}

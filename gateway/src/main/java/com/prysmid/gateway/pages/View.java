package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * One page to be shown.
 *
 * @param template a file of {@code src/main/jte}; it takes {@code frame}, {@code words} and {@code model}
 * @param title    of the browser's tab, without the workspace's name
 * @param model    what the template needs to know
 * @param script   one of our own; null: the page has none, and its policy allows none
 * @param section  of somebody's own account, whose navigation it then has; null: it stands alone
 */
record View(
        String template,
        String title,
        Object model,
        @Nullable Asset script,
        @Nullable AccountSection section) {
    View(String template, String title, Object model) {
        this(template, title, model, null, null);
    }

    View withScript(@Nullable Asset asset) {
        return new View(template, title, model, asset, section);
    }

    View inAccount(AccountSection part) {
        return new View(template, title, model, script, part);
    }

    /** Redacted: models name people. */
    @Override
    public String toString() {
        return "View[" + template + "]";
    }
}

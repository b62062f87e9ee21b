package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * One page to be shown.
 *
 * @param template a file of {@code src/main/jte}; it takes {@code frame}, {@code words} and {@code model}
 * @param title    of the browser's tab, without the workspace's name
 * @param model    what the template needs to know
 * @param script   one of our own; null: the page has none, and its policy allows none
 * @param wide     whether it has room for more than one form
 */
public record View(
        String template,
        String title,
        Object model,
        @Nullable Asset script,
        boolean wide) {
    public View(String template, String title, Object model) {
        this(template, title, model, null, false);
    }

    public View withScript(Asset asset) {
        return new View(template, title, model, asset, wide);
    }

    public View onWidePage() {
        return new View(template, title, model, script, true);
    }

    /** Redacted: models name people. */
    @Override
    public String toString() {
        return "View[" + template + "]";
    }
}

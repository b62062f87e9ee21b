package com.prysmid.gateway.oauth.vocabulary;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** OpenID Connect Core §3.1.2.1. */
public enum Prompt {
    NONE("none"),
    LOGIN("login"),
    /** Nothing to ask yet: apps are the workspace's own. */
    CONSENT("consent"),
    /** One browser has one account here, so choosing another is signing in again. */
    SELECT_ACCOUNT("select_account");

    private final String wireName;

    Prompt(String wireName) {
        this.wireName = wireName;
    }

    public static Optional<Prompt> parse(String wireName) {
        return Arrays.stream(values())
                .filter(prompt -> prompt.wireName.equals(wireName))
                .findFirst();
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(prompt -> prompt.wireName).toList();
    }
}

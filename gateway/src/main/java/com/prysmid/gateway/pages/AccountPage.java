package com.prysmid.gateway.pages;

import java.util.List;

/** Somebody's own page: which apps have access to what. */
public record AccountPage(String csrf, String userName, List<ConnectedApp> apps) {
    /** @param since a day, as {@code 2026-01-31} */
    public record ConnectedApp(String clientId, String name, List<String> permissions, String since) {
        public ConnectedApp {
            permissions = List.copyOf(permissions);
        }
    }

    public AccountPage {
        apps = List.copyOf(apps);
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "AccountPage[redacted]";
    }
}

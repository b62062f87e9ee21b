package com.prysmid.gateway.pages;

import java.util.List;

/** Somebody's own page: which apps there are, and which have access to what. */
public record AccountPage(String csrf, String userName, List<StartableApp> startable, List<ConnectedApp> apps) {
    /** @param uri where a sign-in at the app begins */
    public record StartableApp(String name, String uri) {}

    /** @param since a day, in words */
    public record ConnectedApp(String clientId, String name, List<String> permissions, String since) {
        public ConnectedApp {
            permissions = List.copyOf(permissions);
        }
    }

    public AccountPage {
        startable = List.copyOf(startable);
        apps = List.copyOf(apps);
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "AccountPage[redacted]";
    }
}

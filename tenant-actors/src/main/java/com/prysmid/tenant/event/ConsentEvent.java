package com.prysmid.tenant.event;

import java.util.Set;

/** What a user lets apps have. */
public sealed interface ConsentEvent extends UserEvent {

    /** @param scopes all that are given from now on */
    @WireName("consent.given/1")
    record Given(String clientId, Set<String> scopes) implements ConsentEvent {}

    /** The app's codes and token families ended with it. */
    @WireName("consent.withdrawn/1")
    record Withdrawn(String clientId) implements ConsentEvent {}
}

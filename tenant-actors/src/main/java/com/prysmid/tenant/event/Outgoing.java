package com.prysmid.tenant.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A message that is owed to an app's own server. Names what is to be told; its text is made anew for every attempt. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outgoing.CibaPing.class, name = "ciba_ping"),
    @JsonSubTypes.Type(value = Outgoing.BackchannelLogout.class, name = "backchannel_logout")
})
public sealed interface Outgoing {
    String clientId();

    /** OpenID Connect CIBA Core 1.0 §10.2: the person has answered; what is told of it stays with the request. */
    record CibaPing(String clientId, String requestId) implements Outgoing {}

    /**
     * OpenID Connect Back-Channel Logout §2.5: a session has ended.
     *
     * @param sid as the app knows it
     */
    record BackchannelLogout(String clientId, String sid) implements Outgoing {}
}

package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the customer bought. */
public enum Plan {
    @JsonProperty("free")
    FREE,
    @JsonProperty("pro")
    PRO,
    @JsonProperty("enterprise")
    ENTERPRISE
}

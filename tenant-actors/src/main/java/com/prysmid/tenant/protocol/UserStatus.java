package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a user is in their life. A deleted user is absent. */
public enum UserStatus {
    @JsonProperty("active")
    ACTIVE,
    /** Invited, or signed up, and has not yet shown that the address is theirs: cannot sign in. */
    @JsonProperty("pending")
    PENDING,
    /** Locked by an admin, until unlocked. A lock-out by wrong passwords passes by itself and is no status. */
    @JsonProperty("locked")
    LOCKED,
    @JsonProperty("deactivated")
    DEACTIVATED
}

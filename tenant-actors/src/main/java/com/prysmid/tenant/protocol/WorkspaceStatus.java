package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a workspace is in its life. */
public enum WorkspaceStatus {
    @JsonProperty("provisioning")
    PROVISIONING,
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("suspended")
    SUSPENDED,
    /** Never told outside: whoever asks is answered that there is none. Ends only where a backup is put back. */
    @JsonProperty("deleting")
    DELETING
}

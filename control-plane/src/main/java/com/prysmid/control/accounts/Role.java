package com.prysmid.control.accounts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.prysmid.control.value.InvalidValue;

/** What a member may do in an account, the least first: each may do what those before it may. */
public enum Role {
    /** Sees workspaces and members, and changes nothing. */
    VIEWER("viewer"),
    /** Runs workspaces and API tokens, invites and removes others, but no owner. */
    ADMIN("admin"),
    /** Everything; every account has at least one. */
    OWNER("owner");

    private final String wire;

    Role(String wire) {
        this.wire = wire;
    }

    /** The role of that wire name, or an {@link InvalidValue}. */
    @JsonCreator
    public static Role parse(String text) {
        for (Role role : values()) {
            if (role.wire.equals(text)) {
                return role;
            }
        }
        throw new InvalidValue("unknown_role", "must be one of owner, admin, viewer");
    }

    /** The name in JSON. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** Whether who has this role may do what that one may. */
    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }
}

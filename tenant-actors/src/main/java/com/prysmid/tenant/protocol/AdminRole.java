package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Roles over the workspace itself: of service accounts, and of users by a grant on {@link #PROJECT}. */
public enum AdminRole {
    OWNER("workspace.owner"),
    ADMIN("workspace.admin"),
    USER_MANAGER("workspace.user_manager"),
    /** Reads the audit journal, nothing else. */
    AUDITOR("workspace.auditor"),
    /** The control plane's: name, lifetimes and looks of the workspace; nothing of its users, apps, keys or audit journal. */
    OPERATOR("workspace.operator");

    /** The built-in project whose roles these are; it can be neither renamed nor deleted. */
    public static final String PROJECT = "workspace";

    private final String key;

    AdminRole(String key) {
        this.key = key;
    }

    @JsonValue
    public String key() {
        return key;
    }

    public static Optional<AdminRole> parse(String key) {
        return Arrays.stream(values()).filter(role -> role.key.equals(key)).findFirst();
    }
}

package com.prysmid.gateway.admin;

import com.prysmid.tenant.protocol.AdminRole;
import java.util.EnumSet;
import java.util.Set;

/** What may be done, and by which roles: the role table. */
public enum Permission {
    /** Settings, projects, roles, apps, service accounts, keys, tokens for provisioning. */
    MANAGE_WORKSPACE,
    /** The workspace's name, lifetimes and looks; not whom it believes or lets in. */
    OPERATE_WORKSPACE,
    /** Users, their sessions and their grants, groups. */
    MANAGE_USERS,
    READ_AUDIT;

    Set<AdminRole> roles() {
        return switch (this) {
            case MANAGE_WORKSPACE -> EnumSet.of(AdminRole.OWNER, AdminRole.ADMIN);
            case OPERATE_WORKSPACE -> EnumSet.of(AdminRole.OWNER, AdminRole.ADMIN, AdminRole.OPERATOR);
            case MANAGE_USERS -> EnumSet.of(AdminRole.OWNER, AdminRole.ADMIN, AdminRole.USER_MANAGER);
            case READ_AUDIT -> EnumSet.of(AdminRole.OWNER, AdminRole.ADMIN, AdminRole.AUDITOR);
        };
    }

    /**
     * The roles that a role contains. Nobody confers a role, nor acts upon who holds one, that their own do not contain.
     */
    static Set<AdminRole> containedIn(AdminRole role) {
        return switch (role) {
            case OWNER -> EnumSet.allOf(AdminRole.class);
            case ADMIN -> EnumSet.of(AdminRole.ADMIN, AdminRole.USER_MANAGER, AdminRole.AUDITOR, AdminRole.OPERATOR);
            case USER_MANAGER -> EnumSet.of(AdminRole.USER_MANAGER);
            case AUDITOR -> EnumSet.of(AdminRole.AUDITOR);
            case OPERATOR -> EnumSet.of(AdminRole.OPERATOR);
        };
    }
}

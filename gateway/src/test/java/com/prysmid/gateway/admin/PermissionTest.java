package com.prysmid.gateway.admin;

import static com.prysmid.tenant.protocol.AdminRole.ADMIN;
import static com.prysmid.tenant.protocol.AdminRole.AUDITOR;
import static com.prysmid.tenant.protocol.AdminRole.OPERATOR;
import static com.prysmid.tenant.protocol.AdminRole.OWNER;
import static com.prysmid.tenant.protocol.AdminRole.USER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AdminRole;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionTest {

    @Test
    void theRoleTable() {
        assertThat(Permission.MANAGE_WORKSPACE.roles()).containsExactlyInAnyOrder(OWNER, ADMIN);
        assertThat(Permission.OPERATE_WORKSPACE.roles()).containsExactlyInAnyOrder(OWNER, ADMIN, OPERATOR);
        assertThat(Permission.MANAGE_USERS.roles()).containsExactlyInAnyOrder(OWNER, ADMIN, USER_MANAGER);
        assertThat(Permission.READ_AUDIT.roles()).containsExactlyInAnyOrder(OWNER, ADMIN, AUDITOR);
    }

    @Test
    void nobodyHasPowerOverARoleAboveTheirOwn() {
        assertThat(conferrable(OWNER)).containsExactlyInAnyOrder(AdminRole.values());
        assertThat(conferrable(ADMIN)).containsExactlyInAnyOrder(ADMIN, USER_MANAGER, AUDITOR, OPERATOR);
        assertThat(conferrable(USER_MANAGER)).containsExactly(USER_MANAGER);
        assertThat(conferrable(AUDITOR)).containsExactly(AUDITOR);
        assertThat(conferrable(OPERATOR)).containsExactly(OPERATOR);
    }

    @Test
    void oneRoleAboveIsEnoughToBeRefused() {
        assertThat(who(ADMIN).outranks(List.of(ADMIN.key(), OWNER.key()))).isFalse();
        assertThat(who(USER_MANAGER, AUDITOR).outranks(List.of(AUDITOR.key(), USER_MANAGER.key())))
                .isTrue();
    }

    @Test
    void whoHasNoRoleMayNothing() {
        for (Permission permission : Permission.values()) {
            assertThat(who().may(permission)).isFalse();
        }
        assertThat(who().outranks(List.of())).isTrue();
        assertThat(who().outranks(List.of(AUDITOR.key()))).isFalse();
    }

    private static Set<AdminRole> conferrable(AdminRole own) {
        Set<AdminRole> all = EnumSet.allOf(AdminRole.class);
        all.removeIf(role -> !who(own).outranks(List.of(role.key())));
        return all;
    }

    private static Administrator who(AdminRole... roles) {
        return new Administrator(Actor.serviceAccount("robot"), "robot", Set.of(roles));
    }
}

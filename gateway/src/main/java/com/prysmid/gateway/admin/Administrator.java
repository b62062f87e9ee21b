package com.prysmid.gateway.admin;

import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AdminRole;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls the admin API, with the roles held at this moment.
 *
 * @param clientId the app or service account whose token it is
 */
public record Administrator(Actor actor, String clientId, Set<AdminRole> roles) {
    public Administrator {
        roles = Set.copyOf(roles);
    }

    public boolean may(Permission permission) {
        return roles.stream().anyMatch(permission.roles()::contains);
    }

    /**
     * Whether all of these roles are contained in the caller's own: to confer them, to take them away, or to act upon who holds
     * them. A key that is no role over the workspace gives no power and is not counted.
     */
    public boolean outranks(Collection<String> roleKeys) {
        return roleKeys.stream()
                .map(AdminRole::parse)
                .flatMap(Optional::stream)
                .allMatch(wanted -> roles.stream()
                        .anyMatch(own -> Permission.containedIn(own).contains(wanted)));
    }

    /** How idempotency keys of different callers are told apart. */
    String key() {
        return actor.type().wireName() + ":" + actor.id();
    }
}

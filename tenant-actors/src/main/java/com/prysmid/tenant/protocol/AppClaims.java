package com.prysmid.tenant.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app adds of its own to what it is told of a person.
 *
 * @param projectId null for a client that is no app
 * @param roles     keys of the roles that its project has now
 * @param mappings  claim name → name of a user's attribute
 */
public record AppClaims(@Nullable String projectId, List<String> roles, Map<String, String> mappings) {
    public static final AppClaims NONE = new AppClaims(null, List.of(), Map.of());

    public AppClaims {
        roles = List.copyOf(roles);
        mappings = Map.copyOf(mappings);
    }

    /** Of these granted roles by project those of the app's own project that exist: a removed role is in no new token. */
    public List<String> rolesOf(Map<String, List<String>> granted) {
        return projectId == null
                ? List.of()
                : granted.getOrDefault(projectId, List.of()).stream()
                        .filter(roles::contains)
                        .toList();
    }
}

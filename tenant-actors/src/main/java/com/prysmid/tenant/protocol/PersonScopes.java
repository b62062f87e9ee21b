package com.prysmid.tenant.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scopes that open claims about a person (OpenID Connect Core §5.4, and two of ours), with the claims that each opens. */
public final class PersonScopes {
    /** In the order in which they are published. */
    public static final Map<String, List<String>> CLAIMS;

    static {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        claims.put(
                "profile",
                List.of(
                        "name",
                        "given_name",
                        "family_name",
                        "middle_name",
                        "nickname",
                        "preferred_username",
                        "profile",
                        "picture",
                        "website",
                        "gender",
                        "birthdate",
                        "zoneinfo",
                        "locale",
                        "updated_at"));
        claims.put("email", List.of("email", "email_verified"));
        claims.put("phone", List.of("phone_number", "phone_number_verified"));
        claims.put("address", List.of("address"));
        // Names of the person's groups.
        claims.put("groups", List.of("groups"));
        // Roles granted in the app's own project.
        claims.put("roles", List.of("roles"));
        CLAIMS = java.util.Collections.unmodifiableMap(claims);
    }

    private PersonScopes() {}

    public static List<String> claimsOf(String scope) {
        return CLAIMS.getOrDefault(scope, List.of());
    }
}

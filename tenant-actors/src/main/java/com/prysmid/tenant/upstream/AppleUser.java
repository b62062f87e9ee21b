package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What Apple tells of somebody's name, the first time only and by way of the browser. Nobody signed it: so names are taken from it,
 * and nothing that anything depends on.
 */
final class AppleUser {
    private static final int TEXT_LIMIT = 4_000;

    private AppleUser() {}

    static void addNames(String json, Map<String, Object> claims) {
        if (json.length() > TEXT_LIMIT) {
            return;
        }
        JsonNode name = Json.object(json).map(user -> user.get("name")).orElse(null);
        if (name == null || !name.isObject()) {
            return;
        }
        String given = Json.text(name, "firstName").orElse("");
        String family = Json.text(name, "lastName").orElse("");
        put("given_name", given, claims);
        put("family_name", family, claims);
        put("name", (given + " " + family).strip(), claims);
    }

    private static void put(String claim, String value, Map<String, Object> claims) {
        if (!value.isBlank()) {
            claims.putIfAbsent(claim, value);
        }
    }
}

package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list that is asked for (RFC 7644 §3.4.2). Sorting is not supported and passed over.
 *
 * @param startIndex from 1
 * @param count      0 to {@link #LARGEST_COUNT}
 */
record ListQuery(@Nullable Filter filter, int startIndex, int count, Projection projection) {
    static final int LARGEST_COUNT = 200;
    private static final int DEFAULT_COUNT = 100;
    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /** @throws HttpProblem 400 */
    static ListQuery of(Schema schema, Map<String, String> parameters) {
        return of(
                schema,
                parameters.get("filter"),
                number(parameters.get("startIndex"), 1),
                number(parameters.get("count"), DEFAULT_COUNT),
                parameters.get("attributes"),
                parameters.get("excludedAttributes"));
    }

    /** RFC 7644 §3.4.3. */
    static ListQuery of(Schema schema, JsonNode body) {
        if (!Canonical.names(Patch.member(body, "schemas"), URN)) {
            throw ScimError.invalidSyntax("schemas must name " + URN + ".");
        }
        JsonNode filter = Patch.member(body, "filter");
        return of(
                schema,
                filter.isTextual() ? filter.textValue() : null,
                number(text(Patch.member(body, "startIndex")), 1),
                number(text(Patch.member(body, "count")), DEFAULT_COUNT),
                names(Patch.member(body, "attributes")),
                names(Patch.member(body, "excludedAttributes")));
    }

    private static ListQuery of(
            Schema schema,
            @Nullable String filter,
            int startIndex,
            int count,
            @Nullable String attributes,
            @Nullable String excluded) {
        return new ListQuery(
                filter == null || filter.isBlank() ? null : FilterParser.filter(schema, filter),
                Math.max(1, startIndex),
                Math.clamp(count, 0, LARGEST_COUNT),
                Projection.of(schema, attributes, excluded));
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ScimError.invalidValue("startIndex and count are whole numbers.");
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText("x");
    }

    private static @Nullable String names(JsonNode node) {
        if (!node.isArray()) {
            return node.isTextual() ? node.textValue() : null;
        }
        List<String> names = new ArrayList<>();
        node.forEach(name -> names.add(name.asText()));
        return String.join(",", names);
    }
}

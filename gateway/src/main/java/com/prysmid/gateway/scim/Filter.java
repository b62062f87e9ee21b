package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.scim.Schema.Place;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A condition on a resource (RFC 7644 §3.4.2.2). */
sealed interface Filter {

    record And(Filter left, Filter right) implements Filter {}

    record Or(Filter left, Filter right) implements Filter {}

    record Not(Filter inner) implements Filter {}

    record Present(Place place) implements Filter {}

    /** @param value text, a boolean or null, as the attribute's type has it */
    record Compare(Place place, Operator operator, JsonNode value) implements Filter {}

    /** One and the same value of a complex multi-valued attribute fulfils all of it. */
    record Values(Place place, Filter inner) implements Filter {}

    enum Operator {
        EQ,
        NE,
        CO,
        SW,
        EW,
        GT,
        GE,
        LT,
        LE;

        static Optional<Operator> parse(String text) {
            for (Operator operator : values()) {
                if (operator.name().equalsIgnoreCase(text)) {
                    return Optional.of(operator);
                }
            }
            return Optional.empty();
        }
    }

    /** @param resource in canonical form; within {@link Values}, one value of the attribute */
    default boolean matches(JsonNode resource) {
        return switch (this) {
            case And(var left, var right) -> left.matches(resource) && right.matches(resource);
            case Or(var left, var right) -> left.matches(resource) || right.matches(resource);
            case Not(var inner) -> !inner.matches(resource);
            case Present(var place) -> found(place, resource).stream().anyMatch(Filter::isPresent);
            case Values(var place, var inner) -> found(place, resource).stream().anyMatch(inner::matches);
            case Compare(var place, var operator, var value) -> compare(place, operator, value, resource);
        };
    }

    private static boolean compare(Place place, Operator operator, JsonNode value, JsonNode resource) {
        List<JsonNode> found = found(place, resource).stream()
                .filter(Filter::isPresent)
                .map(node -> node.isObject()
                        ? place.attribute()
                                .defaultPart()
                                .map(part -> node.path(part.name()))
                                .orElse(node)
                        : node)
                .toList();
        if (value.isNull()) {
            return (operator == Operator.EQ) == found.isEmpty();
        }
        if (operator == Operator.NE) {
            return found.stream().noneMatch(node -> holds(leaf(place), Operator.EQ, node, value));
        }
        return found.stream().anyMatch(node -> holds(leaf(place), operator, node, value));
    }

    /** Of the whole of a complex attribute, its default part is compared. */
    static Attribute leaf(Place place) {
        return place.part() == null && place.attribute().type() == Attribute.Type.COMPLEX
                ? place.attribute().defaultPart().orElse(place.attribute())
                : place.leaf();
    }

    private static boolean holds(Attribute attribute, Operator operator, JsonNode node, JsonNode value) {
        if (attribute.type() == Attribute.Type.BOOLEAN) {
            return node.asBoolean() == value.asBoolean();
        }
        if (attribute.type() == Attribute.Type.DATE_TIME) {
            return ordered(
                    operator,
                    instant(node.asText())
                            .orElse(Instant.MIN)
                            .compareTo(instant(value.asText()).orElse(Instant.MIN)));
        }
        String left = attribute.caseExact() ? node.asText() : fold(node.asText());
        String right = attribute.caseExact() ? value.asText() : fold(value.asText());
        return switch (operator) {
            case CO -> left.contains(right);
            case SW -> left.startsWith(right);
            case EW -> left.endsWith(right);
            case EQ, NE, GT, GE, LT, LE -> ordered(operator, left.compareTo(right));
        };
    }

    private static boolean ordered(Operator operator, int order) {
        return switch (operator) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case CO, SW, EW -> false;
        };
    }

    private static List<JsonNode> found(Place place, JsonNode resource) {
        JsonNode holder = place.extension() == null ? resource : resource.path(place.extension());
        JsonNode node = holder.path(place.attribute().name());
        List<JsonNode> all = new ArrayList<>();
        (node.isArray() ? node : List.of(node)).forEach(all::add);
        Attribute part = place.part();
        return part == null
                ? all
                : all.stream().map(one -> one.path(part.name())).toList();
    }

    private static boolean isPresent(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !(node.isContainerNode() && node.isEmpty());
    }

    /** As login names are compared. */
    static String fold(String text) {
        String lowered = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lowered, Normalizer.Form.NFKC);
    }

    /** RFC 7643 §2.3.5. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

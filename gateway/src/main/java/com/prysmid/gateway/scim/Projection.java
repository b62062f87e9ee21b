package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.scim.Attribute.Returned;
import com.prysmid.gateway.scim.Schema.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes the caller wants (RFC 7644 §3.9). Names that nothing is called are passed over.
 *
 * @param wanted   null: those that are returned by default
 * @param unwanted used where nothing is wanted in particular
 */
record Projection(@Nullable List<Place> wanted, List<Place> unwanted) {
    private static final int NAMES_LIMIT = 100;

    static Projection of(Schema schema, @Nullable String attributes, @Nullable String excluded) {
        return new Projection(
                attributes == null ? null : places(schema, attributes),
                excluded == null ? List.of() : places(schema, excluded));
    }

    private static List<Place> places(Schema schema, String names) {
        return Arrays.stream(names.split(",", NAMES_LIMIT))
                .map(String::strip)
                .map(schema::find)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether a top-level attribute is part of the answer: so that nobody fetches in vain. */
    boolean has(String attribute) {
        return wanted == null
                ? unwanted.stream()
                        .noneMatch(place ->
                                place.part() == null && place.attribute().name().equals(attribute))
                : wanted.stream().anyMatch(place -> place.attribute().name().equals(attribute));
    }

    /** @param resource canonical and whole */
    ObjectNode of(ObjectNode resource) {
        if (wanted == null) {
            ObjectNode rest = resource.deepCopy();
            unwanted.stream()
                    .filter(place -> place.attribute().returned() != Returned.ALWAYS)
                    .forEach(place -> remove(rest, place));
            return rest;
        }
        ObjectNode chosen = JsonNodeFactory.instance.objectNode();
        for (String always : List.of("schemas", "id")) {
            chosen.set(always, resource.path(always));
        }
        wanted.forEach(place -> copy(resource, chosen, place));
        return chosen;
    }

    private static void remove(ObjectNode from, Place place) {
        JsonNode holder = place.extension() == null ? from : from.path(place.extension());
        if (holder instanceof ObjectNode object) {
            Attribute part = place.part();
            if (part == null) {
                object.remove(place.attribute().name());
            } else {
                each(object.path(place.attribute().name()), value -> value.remove(part.name()));
            }
            if (place.extension() != null && object.isEmpty()) {
                from.remove(place.extension());
            }
        }
    }

    private static void copy(ObjectNode from, ObjectNode to, Place place) {
        JsonNode source = place.extension() == null ? from : from.path(place.extension());
        JsonNode value = source.path(place.attribute().name());
        if (value.isMissingNode()) {
            return;
        }
        ObjectNode holder = place.extension() == null ? to : to.withObjectProperty(place.extension());
        Attribute part = place.part();
        if (part == null) {
            holder.set(place.attribute().name(), value.deepCopy());
            return;
        }
        JsonNode narrowed = value.deepCopy();
        each(narrowed, one -> one.retain(part.name()));
        JsonNode before = holder.get(place.attribute().name());
        if (before == null) {
            holder.set(place.attribute().name(), narrowed);
        } else {
            merge(before, narrowed);
        }
    }

    /** Another part of the same values, in the same order. */
    private static void merge(JsonNode before, JsonNode more) {
        if (before instanceof ObjectNode old && more instanceof ObjectNode added) {
            old.setAll(added);
        }
        for (int i = 0; before.isArray() && i < before.size(); i++) {
            merge(before.get(i), more.path(i));
        }
    }

    private static void each(JsonNode value, java.util.function.Consumer<ObjectNode> change) {
        if (value instanceof ObjectNode object) {
            change.accept(object);
        } else if (value.isArray()) {
            value.forEach(one -> {
                if (one instanceof ObjectNode object) {
                    change.accept(object);
                }
            });
        }
    }
}

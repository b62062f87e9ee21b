package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.scim.Attribute.Mutability;
import com.prysmid.gateway.scim.Schema.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was sent to the schema's own names and types, so that all behind it reads one form: names in the schema's case,
 * booleans as booleans, several values as an array. Passed over: what the schema does not know, and what only we write (RFC 7644
 * §3.5.1). Unassigned (null, an empty array, an empty text) is absent (RFC 7643 §2.5).
 */
final class Canonical {
    private static final int VALUES_LIMIT = 2_000;

    private Canonical() {}

    /** @throws HttpProblem 400 {@code invalidSyntax} or {@code invalidValue} */
    static ObjectNode resource(Schema schema, JsonNode body) {
        if (!names(body.path("schemas"), schema.urn())) {
            throw ScimError.invalidSyntax("schemas must name " + schema.urn() + ".");
        }
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(member -> {
            Schema.Extension extension = schema.extension();
            if (extension != null && member.getKey().equalsIgnoreCase(extension.urn())) {
                member.getValue()
                        .properties()
                        .forEach(inner ->
                                put(schema, resource, extension.urn() + ":" + inner.getKey(), inner.getValue()));
            } else {
                put(schema, resource, member.getKey(), member.getValue());
            }
        });
        return resource;
    }

    private static void put(Schema schema, ObjectNode resource, String name, JsonNode given) {
        Optional<Place> found = schema.find(name).filter(place -> place.part() == null);
        if (found.isEmpty() || found.get().attribute().mutability() == Mutability.READ_ONLY) {
            return;
        }
        Place place = found.get();
        ObjectNode holder = place.extension() == null ? resource : resource.withObjectProperty(place.extension());
        if (holder.has(place.attribute().name())) {
            throw ScimError.invalidSyntax(place.attribute().name() + " is there twice.");
        }
        JsonNode value = value(place.attribute(), given);
        if (value != null) {
            holder.set(place.attribute().name(), value);
        }
    }

    static boolean names(JsonNode schemas, String urn) {
        if (schemas.isArray()) {
            for (JsonNode schema : schemas) {
                if (schema.asText().equalsIgnoreCase(urn)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Null: unassigned. */
    static @Nullable JsonNode value(Attribute attribute, JsonNode given) {
        if (!attribute.multiValued()) {
            return one(attribute, given);
        }
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        if (given.size() > VALUES_LIMIT && given.isArray()) {
            throw ScimError.tooMany(attribute.name() + " has more than " + VALUES_LIMIT + " values.");
        }
        (given.isArray() ? given : List.of(given)).forEach(each -> {
            JsonNode value = one(attribute, each);
            if (value != null) {
                values.add(value);
            }
        });
        return values.isEmpty() ? null : values;
    }

    /** One value of it. */
    static @Nullable JsonNode one(Attribute attribute, JsonNode given) {
        if (given.isNull() || given.isMissingNode()) {
            return null;
        }
        return switch (attribute.type()) {
            case BOOLEAN -> bool(attribute, given);
            case STRING, REFERENCE, DATE_TIME -> text(attribute, given);
            case COMPLEX -> complex(attribute, given);
        };
    }

    /** Some send booleans as text. */
    private static JsonNode bool(Attribute attribute, JsonNode given) {
        String word = given.asText().toLowerCase(Locale.ROOT);
        if (!given.isContainerNode() && (word.equals("true") || word.equals("false"))) {
            return BooleanNode.valueOf(word.equals("true"));
        }
        throw wrongType(attribute);
    }

    private static @Nullable JsonNode text(Attribute attribute, JsonNode given) {
        if (!given.isTextual()) {
            throw wrongType(attribute);
        }
        String text = given.textValue();
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw ScimError.invalidValue(attribute.name() + " must be Unicode text without NUL.");
        }
        return text.isEmpty() ? null : new TextNode(text);
    }

    private static @Nullable JsonNode complex(Attribute attribute, JsonNode given) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        Optional<Attribute> whole = attribute.part("value");
        if (given.isTextual() && whole.isPresent()) {
            // Some name what is meant by its value alone.
            JsonNode text = text(whole.get(), given);
            return text == null ? null : value.set("value", text);
        }
        if (!given.isObject()) {
            throw wrongType(attribute);
        }
        given.properties()
                .forEach(member -> attribute
                        .part(member.getKey())
                        .filter(part -> part.mutability() != Mutability.READ_ONLY)
                        .ifPresent(part -> {
                            if (value.has(part.name())) {
                                throw ScimError.invalidSyntax(
                                        attribute.name() + "." + part.name() + " is there twice.");
                            }
                            JsonNode inner = value(part, member.getValue());
                            if (inner != null) {
                                value.set(part.name(), inner);
                            }
                        }));
        return value.isEmpty() ? null : value;
    }

    private static HttpProblem wrongType(Attribute attribute) {
        return ScimError.invalidValue(attribute.name() + " is not of the type that the schema says.");
    }
}

package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.scim.Attribute.Mutability;
import com.prysmid.gateway.scim.FilterParser.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PATCH (RFC 7644 §3.5.2), as the RFC has it and as Entra and Okta speak it: operations in any case, booleans as text, paths as the
 * names of members where there is no {@code path}, a value that is removed given as a value, and an added value chosen by a filter
 * that nothing fits yet, which is then made.
 */
final class Patch {
    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final int OPERATIONS_LIMIT = 500;

    private Patch() {}

    enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }

    /** @param value missing where there is none */
    record Operation(Kind kind, Target target, JsonNode value) {}

    /** @throws HttpProblem 400 for what is no PATCH, or names what is not there or not to be changed */
    static List<Operation> read(Schema schema, JsonNode body) {
        JsonNode operations = member(body, "Operations");
        if (!Canonical.names(member(body, "schemas"), URN) || !operations.isArray()) {
            throw ScimError.invalidSyntax("This must be a PatchOp with Operations.");
        }
        if (operations.size() > OPERATIONS_LIMIT) {
            throw ScimError.tooMany("A PATCH has at most " + OPERATIONS_LIMIT + " operations.");
        }
        List<Operation> read = new ArrayList<>();
        for (JsonNode operation : operations) {
            read(schema, operation, read);
        }
        return read;
    }

    private static void read(Schema schema, JsonNode operation, List<Operation> into) {
        Kind kind = kind(member(operation, "op").asText());
        JsonNode path = member(operation, "path");
        JsonNode value = member(operation, "value");
        if (kind != Kind.REMOVE && value.isMissingNode()) {
            throw ScimError.invalidValue("An operation that adds or replaces has a value.");
        }
        if (path.isTextual() && !path.textValue().isEmpty()) {
            Optional<Schema.Extension> extension = Optional.ofNullable(schema.extension())
                    .filter(extra -> extra.urn().equalsIgnoreCase(path.textValue()));
            if (extension.isPresent() && value.isObject()) {
                members(schema, kind, extension.get().urn() + ":", value, into);
                return;
            }
            Target target = FilterParser.target(schema, path.textValue())
                    .orElseThrow(() -> ScimError.invalidPath("The path names an attribute that there is not."));
            writable(target);
            into.add(new Operation(kind, target, value));
            return;
        }
        if (kind == Kind.REMOVE) {
            throw ScimError.noTarget("What is removed is named by a path.");
        }
        if (!value.isObject()) {
            throw ScimError.invalidSyntax("Without a path the value is an object.");
        }
        members(schema, kind, "", value, into);
    }

    /** What the schema does not know is passed over, as in a whole resource. */
    private static void members(Schema schema, Kind kind, String prefix, JsonNode value, List<Operation> into) {
        Schema.Extension extension = schema.extension();
        value.properties().forEach(member -> {
            if (extension != null && member.getKey().equalsIgnoreCase(extension.urn())) {
                members(schema, kind, extension.urn() + ":", member.getValue(), into);
                return;
            }
            FilterParser.target(schema, prefix + member.getKey())
                    .filter(target -> target.place().attribute().mutability() != Mutability.READ_ONLY)
                    .ifPresent(target -> into.add(new Operation(kind, target, member.getValue())));
        });
    }

    private static Kind kind(String op) {
        return switch (op.toLowerCase(Locale.ROOT)) {
            case "add" -> Kind.ADD;
            case "replace" -> Kind.REPLACE;
            case "remove" -> Kind.REMOVE;
            default -> throw ScimError.invalidSyntax("op must be add, replace or remove.");
        };
    }

    private static void writable(Target target) {
        Attribute part = target.part();
        if (target.place().attribute().mutability() == Mutability.READ_ONLY
                || (part != null && part.mutability() == Mutability.READ_ONLY)) {
            throw ScimError.mutability(target.place().attribute().name());
        }
    }

    static JsonNode member(JsonNode object, String name) {
        JsonNode exact = object.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        return object.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .findFirst()
                .<JsonNode>map(java.util.Map.Entry::getValue)
                .orElse(exact);
    }

    /** @param resource canonical; is changed */
    static void apply(Operation operation, ObjectNode resource) {
        Target target = operation.target();
        String extension = target.place().extension();
        ObjectNode holder = extension == null ? resource : resource.withObjectProperty(extension);
        if (target.place().attribute().multiValued()) {
            applyToMany(operation, holder);
        } else {
            applyToOne(operation, holder);
        }
        if (extension != null && holder.isEmpty()) {
            resource.remove(extension);
        }
    }

    private static void applyToOne(Operation operation, ObjectNode holder) {
        Attribute attribute = operation.target().place().attribute();
        Attribute part = operation.target().part();
        if (part != null) {
            ObjectNode whole = holder.withObjectProperty(attribute.name());
            set(whole, part, operation);
            if (whole.isEmpty()) {
                holder.remove(attribute.name());
            }
            return;
        }
        JsonNode value = operation.kind() == Kind.REMOVE ? null : Canonical.value(attribute, operation.value());
        if (value instanceof ObjectNode parts && holder.get(attribute.name()) instanceof ObjectNode old) {
            // RFC 7644 §3.5.2.3: parts that are not named stay.
            old.setAll(parts);
        } else if (value == null) {
            holder.remove(attribute.name());
        } else {
            holder.set(attribute.name(), value);
        }
    }

    private static void set(ObjectNode whole, Attribute part, Operation operation) {
        JsonNode value = operation.kind() == Kind.REMOVE ? null : Canonical.value(part, operation.value());
        if (value == null) {
            whole.remove(part.name());
        } else {
            whole.set(part.name(), value);
        }
    }

    private static void applyToMany(Operation operation, ObjectNode holder) {
        Attribute attribute = operation.target().place().attribute();
        ArrayNode values =
                holder.get(attribute.name()) instanceof ArrayNode old ? old : JsonNodeFactory.instance.arrayNode();
        if (operation.target().filter() != null || operation.target().part() != null) {
            chosen(operation, values);
        } else {
            all(operation, values);
        }
        if (values.isEmpty()) {
            holder.remove(attribute.name());
        } else {
            holder.set(attribute.name(), values);
        }
    }

    private static void all(Operation operation, ArrayNode values) {
        JsonNode given = operation.value();
        JsonNode canonical = given.isMissingNode()
                ? null
                : Canonical.value(operation.target().place().attribute(), given);
        switch (operation.kind()) {
            case REMOVE -> {
                if (canonical == null) {
                    values.removeAll();
                } else {
                    canonical.forEach(gone -> removeLike(values, gone));
                }
            }
            case REPLACE -> {
                values.removeAll();
                if (canonical != null) {
                    canonical.forEach(values::add);
                }
            }
            case ADD -> {
                if (canonical != null) {
                    canonical.forEach(value -> add(values, value));
                }
            }
        }
    }

    private static void add(ArrayNode values, JsonNode value) {
        for (JsonNode old : values) {
            if (old.equals(value)) {
                return;
            }
        }
        if (value.path("primary").asBoolean()) {
            unprime(values);
        }
        values.add(value);
    }

    /** RFC 7643 §2.4: one is primary at most. */
    private static void unprime(ArrayNode values) {
        values.forEach(old -> {
            if (old instanceof ObjectNode object) {
                object.remove("primary");
            }
        });
    }

    private static void removeLike(ArrayNode values, JsonNode gone) {
        values.removeIf(old -> gone.has("value") ? old.path("value").equals(gone.path("value")) : old.equals(gone));
    }

    private static void chosen(Operation operation, ArrayNode values) {
        Target target = operation.target();
        Filter filter = target.filter();
        Attribute part = target.part();
        List<ObjectNode> matching = new ArrayList<>();
        values.forEach(value -> {
            if (value instanceof ObjectNode object && (filter == null || filter.matches(object))) {
                matching.add(object);
            }
        });
        if (operation.kind() == Kind.REMOVE) {
            if (part == null) {
                values.removeIf(matching::contains);
            } else {
                matching.forEach(value -> value.remove(part.name()));
                values.removeIf(JsonNode::isEmpty);
            }
            return;
        }
        if (matching.isEmpty()) {
            if (operation.kind() == Kind.REPLACE && filter != null) {
                throw ScimError.noTarget("No value fits the filter of the path.");
            }
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            assume(filter, made);
            values.add(made);
            matching.add(made);
        }
        for (ObjectNode value : matching) {
            if (part != null) {
                set(value, part, operation);
            } else if (Canonical.one(target.place().attribute(), operation.value()) instanceof ObjectNode parts) {
                if (parts.path("primary").asBoolean()) {
                    unprime(values);
                }
                value.setAll(parts);
            }
        }
    }

    /** What a value must be for the filter to fit it, where that is plain to see. */
    private static void assume(@Nullable Filter filter, ObjectNode made) {
        switch (filter) {
            case null -> {}
            case Filter.And(var left, var right) -> {
                assume(left, made);
                assume(right, made);
            }
            case Filter.Compare(var place, var operator, var value)
            when operator == Filter.Operator.EQ && !value.isNull() ->
                made.set(place.attribute().name(), value);
            case Filter.Compare other -> throw unfit();
            case Filter.Or other -> throw unfit();
            case Filter.Not other -> throw unfit();
            case Filter.Present other -> throw unfit();
            case Filter.Values other -> throw unfit();
        }
    }

    private static HttpProblem unfit() {
        return ScimError.noTarget("No value fits the filter of the path, and it does not say what one would be.");
    }
}

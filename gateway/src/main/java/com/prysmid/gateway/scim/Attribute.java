package com.prysmid.gateway.scim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An attribute's definition (RFC 7643 §7).
 *
 * @param parts sub-attributes of a complex one
 */
record Attribute(
        String name,
        Type type,
        boolean multiValued,
        boolean required,
        boolean caseExact,
        Mutability mutability,
        Returned returned,
        boolean unique,
        String description,
        List<Attribute> parts) {

    enum Type {
        STRING("string"),
        BOOLEAN("boolean"),
        DATE_TIME("dateTime"),
        REFERENCE("reference"),
        COMPLEX("complex");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }
    }

    enum Mutability {
        READ_ONLY("readOnly"),
        READ_WRITE("readWrite"),
        WRITE_ONLY("writeOnly");

        private final String wireName;

        Mutability(String wireName) {
            this.wireName = wireName;
        }
    }

    enum Returned {
        ALWAYS,
        DEFAULT,
        NEVER
    }

    static Attribute text(String name, String description) {
        return typed(name, Type.STRING, description);
    }

    static Attribute typed(String name, Type type, String description) {
        return new Attribute(
                name,
                type,
                false,
                false,
                type == Type.REFERENCE,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                false,
                description,
                List.of());
    }

    static Attribute complex(String name, String description, Attribute... parts) {
        return new Attribute(
                name,
                Type.COMPLEX,
                false,
                false,
                false,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                false,
                description,
                List.of(parts));
    }

    Attribute many() {
        return new Attribute(name, type, true, required, caseExact, mutability, returned, unique, description, parts);
    }

    Attribute exact() {
        return new Attribute(name, type, multiValued, required, true, mutability, returned, unique, description, parts);
    }

    Attribute needed() {
        return new Attribute(
                name, type, multiValued, true, caseExact, mutability, returned, unique, description, parts);
    }

    Attribute differing() {
        return new Attribute(
                name, type, multiValued, required, caseExact, mutability, returned, true, description, parts);
    }

    Attribute kept() {
        return new Attribute(
                name,
                type,
                multiValued,
                required,
                caseExact,
                Mutability.READ_ONLY,
                returned,
                unique,
                description,
                parts.stream().map(Attribute::kept).toList());
    }

    Attribute always() {
        return new Attribute(
                name, type, multiValued, required, caseExact, mutability, Returned.ALWAYS, unique, description, parts);
    }

    Attribute secret() {
        return new Attribute(
                name,
                type,
                multiValued,
                required,
                true,
                Mutability.WRITE_ONLY,
                Returned.NEVER,
                unique,
                description,
                parts);
    }

    /** However it is written (RFC 7643 §2.1). */
    Optional<Attribute> part(String wanted) {
        return parts.stream().filter(part -> part.name.equalsIgnoreCase(wanted)).findFirst();
    }

    /** What a comparison with the whole of it compares (RFC 7644 §3.4.2.2: usually {@code value}). */
    Optional<Attribute> defaultPart() {
        return part("value").or(() -> part("formatted"));
    }

    /** As {@code /Schemas} tells it. */
    Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put("type", type.wireName);
        description.put("multiValued", multiValued);
        description.put("description", this.description);
        description.put("required", required);
        if (type == Type.COMPLEX) {
            List<Object> described = new ArrayList<>();
            parts.forEach(part -> described.add(part.describe()));
            description.put("subAttributes", described);
        } else {
            description.put("caseExact", caseExact);
        }
        if (type == Type.REFERENCE) {
            description.put("referenceTypes", List.of(name.equals("$ref") ? "User" : "external"));
        }
        description.put("mutability", mutability.wireName);
        description.put("returned", returned.name().toLowerCase(Locale.ROOT));
        description.put("uniqueness", unique ? "server" : "none");
        return description;
    }
}

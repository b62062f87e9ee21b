package com.prysmid.gateway.scim;

import static com.prysmid.gateway.scim.Attribute.complex;
import static com.prysmid.gateway.scim.Attribute.text;
import static com.prysmid.gateway.scim.Attribute.typed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resource's attributes: those of every resource (RFC 7643 §3.1), its own, and its extension's. What is not here is not kept.
 *
 * @param extension null: it has none
 */
record Schema(
        String urn,
        String name,
        String endpoint,
        List<Attribute> own,
        @Nullable Extension extension) {
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    record Extension(String urn, String name, List<Attribute> attributes) {}

    /** Where an attribute is found in a resource. */
    record Place(
            @Nullable String extension,
            Attribute attribute,
            @Nullable Attribute part) {
        /** What is compared, or written. */
        Attribute leaf() {
            return part == null ? attribute : part;
        }
    }

    private static final List<Attribute> COMMON = List.of(
            text("id", "Made by the service provider").exact().kept().always().differing(),
            text("externalId", "Of the directory outside; not checked for being unique")
                    .exact(),
            typed("schemas", Attribute.Type.REFERENCE, "URNs of what is in the resource")
                    .many()
                    .kept()
                    .always(),
            complex(
                            "meta",
                            "Of the resource itself",
                            text("resourceType", "User or Group").exact(),
                            typed("created", Attribute.Type.DATE_TIME, "When it was made"),
                            typed("lastModified", Attribute.Type.DATE_TIME, "When it was changed last"),
                            typed("location", Attribute.Type.REFERENCE, "Its URL"),
                            text("version", "Its entity tag").exact())
                    .kept());

    private static final Attribute TYPE = text("type", "Such as work or home");
    private static final Attribute PRIMARY = typed("primary", Attribute.Type.BOOLEAN, "Always true: there is one");

    static final Schema USER = new Schema(
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "User",
            "/Users",
            List.of(
                    text("userName", "The login name").needed().differing(),
                    complex(
                            "name",
                            "The parts of the name",
                            text("formatted", "All of it"),
                            text("familyName", "Family name"),
                            text("givenName", "Given name"),
                            text("middleName", "Middle name"),
                            text("honorificPrefix", "Such as Dr."),
                            text("honorificSuffix", "Such as III")),
                    text("displayName", "The name as it is shown; where there is none, name.formatted is"),
                    text("nickName", "Casual name"),
                    typed("profileUrl", Attribute.Type.REFERENCE, "A page about the person"),
                    text("title", "Such as Vice President"),
                    text("userType", "Such as Contractor"),
                    text("preferredLanguage", "As Accept-Language has it"),
                    text("locale", "BCP 47 language tag"),
                    text("timezone", "Of the time zone database, such as Europe/Berlin"),
                    typed(
                            "active",
                            Attribute.Type.BOOLEAN,
                            "False: out of service. A lock is not told here, nor taken away"),
                    text("password", "Set, never told").secret(),
                    complex(
                                    "emails",
                                    "One is kept: the primary, else the one for work, else the first",
                                    text("value", "The address"),
                                    TYPE,
                                    PRIMARY)
                            .many(),
                    complex(
                                    "phoneNumbers",
                                    "One is kept, as with emails; E.164 once blanks and marks are taken out",
                                    text("value", "The number"),
                                    TYPE,
                                    PRIMARY)
                            .many(),
                    complex(
                                    "addresses",
                                    "One is kept, as with emails",
                                    text("formatted", "All of it"),
                                    text("streetAddress", "Street and number"),
                                    text("locality", "City"),
                                    text("region", "State or region"),
                                    text("postalCode", "Postal code"),
                                    text("country", "Country"),
                                    TYPE,
                                    PRIMARY)
                            .many(),
                    complex(
                                    "groups",
                                    "Changed at the groups",
                                    text("value", "The group's id").exact(),
                                    typed("$ref", Attribute.Type.REFERENCE, "The group's URL"),
                                    text("display", "The group's name"),
                                    text("type", "direct"))
                            .many()
                            .kept()),
            new Extension(
                    ENTERPRISE,
                    "EnterpriseUser",
                    List.of(
                            text("employeeNumber", "Number of the employee"),
                            text("costCenter", "Cost center"),
                            text("organization", "Organization"),
                            text("division", "Division"),
                            text("department", "Department"),
                            complex(
                                    "manager",
                                    "Who the person reports to",
                                    text("value", "The manager's id").exact()))));

    static final Schema GROUP = new Schema(
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            "Group",
            "/Groups",
            List.of(
                    text("displayName", "No two groups have the same").needed().differing(),
                    complex(
                                    "members",
                                    "Users; groups hold no groups",
                                    text("value", "The user's id").exact(),
                                    typed("$ref", Attribute.Type.REFERENCE, "The user's URL")
                                            .kept(),
                                    text("display", "The user's name").kept(),
                                    text("type", "User"))
                            .many()),
            null);

    /** All but the extension's. */
    Stream<Attribute> attributes() {
        return Stream.concat(COMMON.stream(), own.stream());
    }

    /** A top-level attribute, or with a URN before it one of that schema (RFC 7644 §3.10); however it is written. */
    Optional<Place> find(String path) {
        Extension extra = extension;
        if (extra != null && startsWith(path, extra.urn() + ":")) {
            return place(
                    extra.attributes().stream(),
                    extra.urn(),
                    path.substring(extra.urn().length() + 1));
        }
        String local = startsWith(path, urn + ":") ? path.substring(urn.length() + 1) : path;
        return place(attributes(), null, local);
    }

    private static Optional<Place> place(Stream<Attribute> among, @Nullable String extension, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        Optional<Attribute> found = among.filter(attribute -> attribute.name().equalsIgnoreCase(name))
                .findFirst();
        if (dot < 0) {
            return found.map(attribute -> new Place(extension, attribute, null));
        }
        return found.flatMap(attribute ->
                attribute.part(path.substring(dot + 1)).map(part -> new Place(extension, attribute, part)));
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** As {@code /Schemas} tells it; those of every resource are not told there (RFC 7643 §3.1). */
    Map<String, Object> describe(String root) {
        return described(urn, name, own, root);
    }

    static Map<String, Object> describe(Extension extension, String root) {
        return described(extension.urn(), extension.name(), extension.attributes(), root);
    }

    private static Map<String, Object> described(String urn, String name, List<Attribute> attributes, String root) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:Schema"));
        description.put("id", urn);
        description.put("name", name);
        description.put(
                "attributes", attributes.stream().map(Attribute::describe).toList());
        description.put("meta", Map.of("resourceType", "Schema", "location", root + "/Schemas/" + urn));
        return description;
    }
}

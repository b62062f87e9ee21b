package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserProfile.Address;
import com.prysmid.tenant.protocol.UserProfile.More;
import com.prysmid.tenant.protocol.UserProfile.Provisioned;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Profiles and SCIM users. What SCIM knows and OpenID Connect does not is kept among the user's attributes, where apps may map it to
 * claims: {@code title}, {@code user_type}, {@code preferred_language}, {@code formatted_name}, {@code honorific_prefix}, {@code
 * honorific_suffix}, {@code employee_number}, {@code cost_center}, {@code organization}, {@code division}, {@code department},
 * {@code manager}.
 */
final class UserMapping {
    /** Attribute names by where they stand in a SCIM user. */
    private static final Map<String, List<String>> KEPT = new TreeMap<>(Map.ofEntries(
            Map.entry("title", List.of("title")),
            Map.entry("user_type", List.of("userType")),
            Map.entry("preferred_language", List.of("preferredLanguage")),
            Map.entry("formatted_name", List.of("name", "formatted")),
            Map.entry("honorific_prefix", List.of("name", "honorificPrefix")),
            Map.entry("honorific_suffix", List.of("name", "honorificSuffix")),
            Map.entry("employee_number", List.of(Schema.ENTERPRISE, "employeeNumber")),
            Map.entry("cost_center", List.of(Schema.ENTERPRISE, "costCenter")),
            Map.entry("organization", List.of(Schema.ENTERPRISE, "organization")),
            Map.entry("division", List.of(Schema.ENTERPRISE, "division")),
            Map.entry("department", List.of(Schema.ENTERPRISE, "department")),
            Map.entry("manager", List.of(Schema.ENTERPRISE, "manager", "value"))));

    private static final String EMAIL = "email";
    private static final String PHONE = "phone_number";
    private static final String ADDRESS = "address";
    private static final String WORK = "work";

    private UserMapping() {}

    /** All of the profile that SCIM can say; without id, groups, {@code active} and meta. */
    static ObjectNode resource(UserProfile profile) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        More more = profile.more();
        Provisioned provisioned = more.provisioned();
        put(user, "externalId", provisioned.externalId());
        put(user, "userName", profile.username());
        ObjectNode name = JsonNodeFactory.instance.objectNode();
        put(name, "familyName", profile.familyName());
        put(name, "givenName", profile.givenName());
        put(name, "middleName", more.middleName());
        user.set("name", name);
        put(user, "displayName", profile.name());
        put(user, "nickName", more.nickname());
        put(user, "profileUrl", more.profile());
        put(user, "locale", profile.locale());
        put(user, "timezone", more.zoneinfo());
        KEPT.forEach((attribute, place) -> {
            String value = more.attributes().get(attribute);
            if (value != null) {
                ObjectNode holder = user;
                for (String step : place.subList(0, place.size() - 1)) {
                    holder = holder.withObjectProperty(step);
                }
                holder.put(place.getLast(), value);
            }
        });
        if (name.isEmpty()) {
            user.remove("name");
        }
        if (profile.email() != null) {
            single(user, "emails", provisioned.types().get(EMAIL)).put("value", profile.email());
        }
        if (profile.phoneNumber() != null) {
            single(user, "phoneNumbers", provisioned.types().get(PHONE)).put("value", profile.phoneNumber());
        }
        Address address = profile.address();
        if (address != null) {
            ObjectNode value = single(user, "addresses", provisioned.types().get(ADDRESS));
            put(value, "formatted", address.formatted());
            put(value, "streetAddress", address.streetAddress());
            put(value, "locality", address.locality());
            put(value, "region", address.region());
            put(value, "postalCode", address.postalCode());
            put(value, "country", address.country());
        }
        return user;
    }

    private static ObjectNode single(ObjectNode user, String name, @Nullable String type) {
        ArrayNode values = user.putArray(name);
        return values.addObject().put("type", type == null ? WORK : type).put("primary", true);
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /**
     * What a canonical user says, and of {@code old} what no SCIM user says. An address that is new is not verified: whoever
     * provisions has not shown that the person reads there.
     */
    static UserProfile profile(ObjectNode user, @Nullable UserProfile old) {
        String username = text(user, "userName");
        if (username == null) {
            throw ScimError.invalidValue("userName is required.");
        }
        JsonNode email = chosen(user.path("emails"));
        JsonNode phone = chosen(user.path("phoneNumbers"));
        JsonNode address = chosen(user.path("addresses"));
        String emailValue = text(email, "value");
        String phoneValue = e164(text(phone, "value"));
        More before = old == null ? More.NOTHING : old.more();
        Map<String, String> types = new HashMap<>();
        type(types, EMAIL, email, emailValue);
        type(types, PHONE, phone, phoneValue);
        type(types, ADDRESS, address, "");
        JsonNode name = user.path("name");
        String displayName = text(user, "displayName");
        String locale = text(user, "locale");
        return new UserProfile(
                username,
                emailValue,
                old != null && old.emailVerified() && Objects.equals(emailValue, old.email()),
                phoneValue,
                old != null && old.phoneNumberVerified() && Objects.equals(phoneValue, old.phoneNumber()),
                text(name, "givenName"),
                text(name, "familyName"),
                displayName == null ? text(name, "formatted") : displayName,
                // Some write en_US.
                locale == null ? null : locale.replace('_', '-'),
                address(address),
                new More(
                        text(name, "middleName"),
                        text(user, "nickName"),
                        text(user, "profileUrl"),
                        before.picture(),
                        before.website(),
                        before.gender(),
                        before.birthdate(),
                        text(user, "timezone"),
                        before.groups(),
                        attributes(user, before.attributes()),
                        new Provisioned(
                                text(user, "externalId"), before.provisioned().memberOf(), types)));
    }

    private static Map<String, String> attributes(ObjectNode user, Map<String, String> old) {
        Map<String, String> attributes = new TreeMap<>(old);
        KEPT.forEach((attribute, place) -> {
            JsonNode node = user;
            for (String step : place) {
                node = node.path(step);
            }
            if (node.isTextual()) {
                attributes.put(attribute, node.textValue());
            } else {
                attributes.remove(attribute);
            }
        });
        return attributes;
    }

    private static void type(Map<String, String> types, String of, JsonNode value, @Nullable String kept) {
        String type = text(value, "type");
        if (type != null && kept != null && !type.equals(WORK)) {
            types.put(of, type);
        }
    }

    /** The primary, else the one for work, else the first. */
    private static JsonNode chosen(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .min(Comparator.comparingInt(value -> value.path("primary").asBoolean()
                        ? 0
                        : value.path("type").asText().equalsIgnoreCase(WORK) ? 1 : 2))
                .orElse(JsonNodeFactory.instance.objectNode());
    }

    private static @Nullable Address address(JsonNode value) {
        Address address = new Address(
                text(value, "formatted"),
                text(value, "streetAddress"),
                text(value, "locality"),
                text(value, "region"),
                text(value, "postalCode"),
                text(value, "country"));
        return address.equals(new Address(null, null, null, null, null, null)) ? null : address;
    }

    /** RFC 3966 and what people write: without {@code tel:} and the marks between digits. */
    private static @Nullable String e164(@Nullable String written) {
        if (written == null) {
            return null;
        }
        String number = written.regionMatches(true, 0, "tel:", 0, 4) ? written.substring(4) : written;
        return number.replaceAll("[\\s().\\-/]", "");
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode node = object.path(name);
        return node.isTextual() ? node.textValue() : null;
    }
}

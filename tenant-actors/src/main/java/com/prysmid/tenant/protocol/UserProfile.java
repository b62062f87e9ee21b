package com.prysmid.tenant.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person: OpenID Connect Core §5.1 claims, plus the login name.
 *
 * @param more   null in journals from before there was one: nothing
 */
public record UserProfile(
        String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String phoneNumber,
        boolean phoneNumberVerified,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String name,
        @Nullable String locale,
        @Nullable Address address,
        More more) {

    /** OpenID Connect Core §5.1.1. */
    public record Address(
            @Nullable String formatted,
            @Nullable String streetAddress,
            @Nullable String locality,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String country) {}

    /**
     * What fewer people have.
     *
     * @param birthdate  ISO 8601: {@code YYYY-MM-DD}, {@code 0000-MM-DD} or {@code YYYY}
     * @param zoneinfo   of the time zone database, such as {@code Europe/Berlin}
     * @param groups     names of groups, told as the claim {@code groups}
     * @param attributes the workspace's own, by name; told only to apps that map them to a claim
     * @param provisioned null in journals from before there was any: nothing
     */
    public record More(
            @Nullable String middleName,
            @Nullable String nickname,
            @Nullable String profile,
            @Nullable String picture,
            @Nullable String website,
            @Nullable String gender,
            @Nullable String birthdate,
            @Nullable String zoneinfo,
            List<String> groups,
            Map<String, String> attributes,
            Provisioned provisioned) {
        public static final More NOTHING =
                new More(null, null, null, null, null, null, null, null, List.of(), Map.of());

        public More {
            groups = groups == null ? List.of() : List.copyOf(groups);
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
            provisioned = provisioned == null ? Provisioned.NOTHING : provisioned;
        }

        /** Of whom no directory outside knows. */
        public More(
                @Nullable String middleName,
                @Nullable String nickname,
                @Nullable String profile,
                @Nullable String picture,
                @Nullable String website,
                @Nullable String gender,
                @Nullable String birthdate,
                @Nullable String zoneinfo,
                List<String> groups,
                Map<String, String> attributes) {
            this(
                    middleName,
                    nickname,
                    profile,
                    picture,
                    website,
                    gender,
                    birthdate,
                    zoneinfo,
                    groups,
                    attributes,
                    Provisioned.NOTHING);
        }

        public More with(Provisioned changed) {
            return new More(
                    middleName,
                    nickname,
                    profile,
                    picture,
                    website,
                    gender,
                    birthdate,
                    zoneinfo,
                    groups,
                    attributes,
                    changed);
        }

        /** What the claim {@code groups} tells: names given to the user alone, then those of the registered groups. */
        public List<String> groupNames() {
            return Stream.concat(groups.stream(), provisioned.memberOf().values().stream())
                    .distinct()
                    .toList();
        }

        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "More[redacted]";
        }
    }

    /**
     * What a directory outside says of a person (RFC 7643).
     *
     * @param externalId how that directory names the person
     * @param memberOf   names of registered groups by group id; a group that is renamed renames them
     * @param types      what kind (RFC 7643 §2.4) the e-mail address, phone number and address are, by their names here
     */
    public record Provisioned(@Nullable String externalId, Map<String, String> memberOf, Map<String, String> types) {
        public static final Provisioned NOTHING = new Provisioned(null, Map.of(), Map.of());

        public Provisioned {
            // Sorted, so that claims and directory rows do not change their order by themselves.
            memberOf = memberOf == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(memberOf));
            types = types == null ? Map.of() : Map.copyOf(types);
        }

        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "Provisioned[redacted]";
        }
    }

    public UserProfile {
        more = more == null ? More.NOTHING : more;
    }

    public UserProfile with(More changed) {
        return new UserProfile(
                username,
                email,
                emailVerified,
                phoneNumber,
                phoneNumberVerified,
                givenName,
                familyName,
                name,
                locale,
                address,
                changed);
    }

    /** Of nobody. */
    public static UserProfile ofStranger() {
        return new UserProfile("-", null, false, null, false, null, null, null, null, null, More.NOTHING);
    }

    /** The same person with another login name and e-mail address. */
    public UserProfile reachedAt(String newUsername, @Nullable String newEmail, boolean verified) {
        return new UserProfile(
                newUsername,
                newEmail,
                verified,
                phoneNumber,
                phoneNumberVerified,
                givenName,
                familyName,
                name,
                locale,
                address,
                more);
    }

    /** Redacted: a profile is personal data and has no place in a log. */
    @Override
    public String toString() {
        return "UserProfile[redacted]";
    }
}

package com.prysmid.tenant.protocol;

import java.util.List;
import java.util.Map;
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
            Map<String, String> attributes) {
        public static final More NOTHING =
                new More(null, null, null, null, null, null, null, null, List.of(), Map.of());

        public More {
            groups = groups == null ? List.of() : List.copyOf(groups);
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        }

        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "More[redacted]";
        }
    }

    public UserProfile {
        more = more == null ? More.NOTHING : more;
    }

    /** Redacted: a profile is personal data and has no place in a log. */
    @Override
    public String toString() {
        return "UserProfile[redacted]";
    }
}

package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/** What is known of a person: OpenID Connect Core §5.1 claims, plus the login name. */
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
        @Nullable Address address) {

    /** OpenID Connect Core §5.1.1. */
    public record Address(
            @Nullable String formatted,
            @Nullable String streetAddress,
            @Nullable String locality,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String country) {}

    /** Redacted: a profile is personal data and has no place in a log. */
    @Override
    public String toString() {
        return "UserProfile[redacted]";
    }
}

package com.prysmid.gateway.oauth.userinfo;

import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.GrantCommand.LiveAccess;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §5.1 and §5.4. What is not known is left out. */
final class UserClaims {
    private UserClaims() {}

    static Map<String, Object> of(UserId user, LiveAccess access, Set<String> scopes) {
        UserProfile profile = access.profile();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sub", user.value());
        put(all, "name", profile.name());
        put(all, "given_name", profile.givenName());
        put(all, "family_name", profile.familyName());
        put(all, "preferred_username", profile.username());
        put(all, "locale", profile.locale());
        put(all, "updated_at", access.profileUpdatedAt().getEpochSecond());
        if (profile.email() != null) {
            put(all, "email", profile.email());
            put(all, "email_verified", profile.emailVerified());
        }
        if (profile.phoneNumber() != null) {
            put(all, "phone_number", profile.phoneNumber());
            put(all, "phone_number_verified", profile.phoneNumberVerified());
        }
        if (profile.address() != null) {
            put(all, "address", address(profile.address()));
        }
        return opened(all, scopes);
    }

    private static Map<String, Object> opened(Map<String, Object> all, Set<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) {
            if (scopes.contains(scope.wireName())) {
                scope.claims().forEach(claim -> put(claims, claim, all.get(claim)));
            }
        }
        return claims;
    }

    private static Map<String, Object> address(UserProfile.Address address) {
        Map<String, Object> claim = new LinkedHashMap<>();
        put(claim, "formatted", address.formatted());
        put(claim, "street_address", address.streetAddress());
        put(claim, "locality", address.locality());
        put(claim, "region", address.region());
        put(claim, "postal_code", address.postalCode());
        put(claim, "country", address.country());
        return claim;
    }

    private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}

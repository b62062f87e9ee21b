package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppClaims;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.ClaimsRequest.Wish;
import com.prysmid.tenant.protocol.Person;
import com.prysmid.tenant.protocol.PersonScopes;
import com.prysmid.tenant.protocol.UserProfile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an app is told of a person, in id tokens and by userinfo: the claims that its scopes open (OpenID Connect Core §5.4), those
 * that its request names (§5.5), and the person's attributes that it maps to claims. What is not known is left out.
 */
public final class PersonClaims {
    /** Ours, and small: apps that decide by them look for them where they learn who signed in. */
    private static final Set<String> IN_EVERY_ID_TOKEN = Set.of("groups", "roles");

    private final Map<String, Object> known;
    private final AppClaims app;

    private PersonClaims(Map<String, Object> known, AppClaims app) {
        this.known = known;
        this.app = app;
    }

    /** @param roles granted, by project id */
    public static PersonClaims of(Person person, Map<String, List<String>> roles, AppClaims app) {
        Map<String, Object> known = standard(person);
        UserProfile.More more = person.profile().more();
        List<String> groups = more.groupNames();
        if (!groups.isEmpty()) {
            known.put("groups", groups);
        }
        List<String> ofProject = app.rolesOf(roles);
        if (!ofProject.isEmpty()) {
            known.put("roles", ofProject);
        }
        app.mappings().forEach((claim, attribute) -> {
            String value = more.attributes().get(attribute);
            if (value != null) {
                known.putIfAbsent(claim, value);
            }
        });
        return new PersonClaims(known, app);
    }

    /** The answer of userinfo, without {@code sub}. */
    public Map<String, Object> forUserinfo(Set<String> scopes, ClaimsRequest request) {
        Set<String> names = new LinkedHashSet<>();
        scopes.forEach(scope -> names.addAll(PersonScopes.claimsOf(scope)));
        return chosen(names, request.userinfo());
    }

    /**
     * The claims of an id token that are about the person.
     *
     * @param alone no access token comes with it, nor will one: it tells what userinfo would (§5.4)
     */
    public Map<String, Object> forIdToken(Set<String> scopes, ClaimsRequest request, boolean alone) {
        Set<String> names = new LinkedHashSet<>();
        scopes.stream()
                .filter(scope -> alone || IN_EVERY_ID_TOKEN.contains(scope))
                .forEach(scope -> names.addAll(PersonScopes.claimsOf(scope)));
        return chosen(names, request.idToken());
    }

    /** A claim wished for with a value that it does not have is not told, unless a scope opens it anyway. */
    private Map<String, Object> chosen(Set<String> opened, Map<String, Wish> wishes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        known.forEach((name, value) -> {
            Wish wish = wishes.get(name);
            if (opened.contains(name) || app.mappings().containsKey(name) || (wish != null && wish.takes(value))) {
                claims.put(name, value);
            }
        });
        return claims;
    }

    private static Map<String, Object> standard(Person person) {
        UserProfile profile = person.profile();
        UserProfile.More more = profile.more();
        Map<String, Object> known = new LinkedHashMap<>();
        put(known, "name", profile.name());
        put(known, "given_name", profile.givenName());
        put(known, "family_name", profile.familyName());
        put(known, "middle_name", more.middleName());
        put(known, "nickname", more.nickname());
        put(known, "preferred_username", profile.username());
        put(known, "profile", more.profile());
        put(known, "picture", more.picture());
        put(known, "website", more.website());
        put(known, "gender", more.gender());
        put(known, "birthdate", more.birthdate());
        put(known, "zoneinfo", more.zoneinfo());
        put(known, "locale", profile.locale());
        put(known, "updated_at", person.updatedAt().getEpochSecond());
        if (profile.email() != null) {
            put(known, "email", profile.email());
            put(known, "email_verified", profile.emailVerified());
        }
        if (profile.phoneNumber() != null) {
            put(known, "phone_number", profile.phoneNumber());
            put(known, "phone_number_verified", profile.phoneNumberVerified());
        }
        UserProfile.Address address = profile.address();
        if (address != null) {
            put(known, "address", address(address));
        }
        return known;
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

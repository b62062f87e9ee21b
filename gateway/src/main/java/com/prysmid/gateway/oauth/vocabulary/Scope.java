package com.prysmid.gateway.oauth.vocabulary;

import com.prysmid.tenant.protocol.PersonScopes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The scopes that mean something here (OpenID Connect Core §5.4, §11). Apps may register others, which only their APIs know. */
public enum Scope {
    OPENID("openid"),
    PROFILE("profile"),
    EMAIL("email"),
    PHONE("phone"),
    ADDRESS("address"),
    /** The names of the person's groups. */
    GROUPS("groups"),
    /** The roles granted in the app's own project. */
    ROLES("roles"),
    OFFLINE_ACCESS("offline_access");

    /** Of service accounts: the admin API. Not listed among the scopes of apps. */
    public static final String ADMIN = "urn:prysmid:admin";

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The claims of the userinfo answer that it opens. */
    public List<String> claims() {
        return this == OPENID ? List.of("sub") : PersonScopes.claimsOf(wireName);
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Scope::wireName).toList();
    }

    /** Whether it speaks of a person: then it has no meaning without one. */
    public static boolean isOfPerson(String wireName) {
        return find(wireName).isPresent();
    }

    public static Optional<Scope> find(String wireName) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(wireName))
                .findFirst();
    }

    /** RFC 6749 §3.3: separated by spaces; in the order asked. */
    public static Set<String> split(String text) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : text.split(" ", -1)) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }
}

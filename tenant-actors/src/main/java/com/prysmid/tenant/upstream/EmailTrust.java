package com.prysmid.tenant.upstream;

import com.prysmid.tenant.protocol.IdpMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider has checked that the address is the person's. Saying so is not enough everywhere: an address that a tenant's
 * admin typed in, or one that was checked once long ago elsewhere, is no way to find somebody's account.
 */
final class EmailTrust {
    private EmailTrust() {}

    static boolean isVerified(IdpMetadata idp, Map<String, Object> claims) {
        // What is said of the address is said of the claim "email" and of no other.
        String claim = idp.claims().getOrDefault("email", "email");
        if (!(claims.get("email") instanceof String email) || !email.equals(claims.get(claim))) {
            return false;
        }
        return switch (idp.type()) {
            case OIDC, GITLAB, GITHUB, APPLE -> isTrue(claims.get("email_verified"));
            // Google vouches for its own mailboxes and those of its customers' domains.
            case GOOGLE ->
                isTrue(claims.get("email_verified"))
                        && (IdpMetadata.domainOf(email).equals("gmail.com") || claims.get("hd") instanceof String);
            // The address is what the tenant's admin says; only this claim tells that the tenant owns the domain.
            case MICROSOFT -> isTrue(claims.get("xms_edov"));
        };
    }

    /** Some write booleans as text or as a number. */
    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value)
                || "true".equals(value)
                || "1".equals(value)
                || Long.valueOf(1).equals(value);
    }

    /** The two belong together: what one source says of an address is nothing about another's. */
    static void takeOver(Map<String, Object> from, Map<String, Object> into) {
        if (!into.containsKey("email") && from.containsKey("email")) {
            into.remove("email_verified");
            into.put("email", from.get("email"));
            if (from.containsKey("email_verified")) {
                into.put("email_verified", from.get("email_verified"));
            }
        } else if (!into.containsKey("email_verified")
                && from.containsKey("email_verified")
                && into.get("email") != null
                && into.get("email").equals(from.get("email"))) {
            into.put("email_verified", from.get("email_verified"));
        }
    }
}

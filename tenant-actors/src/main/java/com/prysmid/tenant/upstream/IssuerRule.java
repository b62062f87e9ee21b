package com.prysmid.tenant.upstream;

import com.prysmid.tenant.crypto.Claims;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whose tokens a provider's are. Everywhere but at Microsoft that is one issuer, the one we asked (OpenID Connect Discovery §4.3). A
 * Microsoft endpoint for many tenants publishes a template instead, to be filled with the token's own tenant.
 */
final class IssuerRule {
    private static final String TENANT = "{tenantid}";
    private static final Pattern TENANT_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    /** The tenant that personal accounts of Microsoft are in, as its documents tell. */
    private static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private IssuerRule() {}

    /** Whether the document may say that it is that issuer's. */
    static boolean admits(IdpMetadata idp, Presets presets, ProviderMetadata provider) {
        if (idp.type() != Kind.MICROSOFT) {
            return provider.issuer().equals(presets.issuer(idp));
        }
        String tenant = String.valueOf(idp.tenant());
        String expected = TENANT_ID.matcher(tenant).matches() ? tenant : tenant.equals("consumers") ? PERSONAL : TENANT;
        return provider.issuer().equals(ofTenant(presets, expected));
    }

    /** The rule for the tokens. */
    static Predicate<Claims> of(IdpMetadata idp, Presets presets, ProviderMetadata provider) {
        if (idp.type() != Kind.MICROSOFT || !provider.issuer().contains(TENANT)) {
            return claims -> claims.text("iss").equals(Optional.of(provider.issuer()));
        }
        boolean takesPersonal = "common".equals(idp.tenant());
        return claims -> claims.text("tid")
                .filter(tid -> TENANT_ID.matcher(tid).matches())
                .filter(tid -> takesPersonal || !tid.equals(PERSONAL))
                .filter(tid -> claims.text("iss").equals(Optional.of(ofTenant(presets, tid))))
                .isPresent();
    }

    /** RFC 9207 §2.4. An endpoint for many tenants does not know yet whose token will follow. */
    static boolean admitsResponse(ProviderMetadata provider, Optional<String> iss) {
        if (iss.isEmpty()) {
            return !provider.sendsIssuer();
        }
        return iss.get().equals(provider.issuer()) || provider.issuer().contains(TENANT);
    }

    private static String ofTenant(Presets presets, String tenant) {
        return presets.microsoft() + "/" + tenant + "/v2.0";
    }
}

package com.prysmid.tenant.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization was given for besides its scopes: goes unchanged from the authorization request by way of the code to
 * every token of its family.
 *
 * @param claims               the {@code claims} parameter (OpenID Connect Core §5.5) as JSON text; null where there was none
 * @param resources            resource indicators (RFC 8707 §2)
 * @param authorizationDetails RFC 9396 §2 as JSON text: an array; null where there were none
 * @param confirmation         the key that redeeming the code takes: of {@code dpop_jkt} (RFC 9449 §10); null where none was named
 */
public record GrantDetails(
        @Nullable String claims,
        List<String> resources,
        @Nullable String authorizationDetails,
        @Nullable Confirmation confirmation) {
    public static final GrantDetails NONE = new GrantDetails(null, List.of(), null, null);

    public GrantDetails {
        resources = resources == null ? List.of() : List.copyOf(resources);
    }
}

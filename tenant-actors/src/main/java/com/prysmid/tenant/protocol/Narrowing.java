package com.prysmid.tenant.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token request asks for out of what was granted, besides scopes: for this access token, not for those that follow.
 *
 * @param resources            RFC 8707 §2.2; empty: all
 * @param authorizationDetails RFC 9396 §6 as JSON text; null: all
 */
public record Narrowing(List<String> resources, @Nullable String authorizationDetails) {
    public static final Narrowing NONE = new Narrowing(List.of(), null);

    public Narrowing {
        resources = resources == null ? List.of() : List.copyOf(resources);
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the public keys of an app or a service account are (RFC 7591 §2: {@code jwks} or {@code jwks_uri}, never both): the keys it
 * signs assertions and request objects with, and those that answers to it are encrypted to.
 */
public sealed interface AppKeys {

    /** @param jwks a JWK Set as JSON, checked when it was registered */
    record ByValue(String jwks) implements AppKeys {}

    /** @param jwksUri to be fetched through the outbound guard */
    record ByReference(String jwksUri) implements AppKeys {}

    /** Empty where it registered none. */
    static Optional<AppKeys> of(AppMetadata metadata) {
        return of(metadata.jwks(), metadata.jwksUri());
    }

    static Optional<AppKeys> of(@Nullable String jwks, @Nullable String jwksUri) {
        if (jwks != null) {
            return Optional.of(new ByValue(jwks));
        }
        return Optional.ofNullable(jwksUri).map(ByReference::new);
    }
}

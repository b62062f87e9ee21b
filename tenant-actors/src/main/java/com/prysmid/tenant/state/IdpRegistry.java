package com.prysmid.tenant.state;

import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.protocol.IdpMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Upstream identity providers by id.
 *
 * @param removed ids that were providers' once: users may still be linked by them, so no other provider ever gets one
 */
public record IdpRegistry(Map<String, Idp> byId, List<String> removed) {
    public static final IdpRegistry EMPTY = new IdpRegistry(Map.of(), List.of());

    public IdpRegistry {
        removed = removed == null ? List.of() : List.copyOf(removed);
    }

    /** @param sealedSecret client secret or private key; null where it has none */
    public record Idp(
            String id, IdpMetadata metadata, @Nullable String sealedSecret, Instant createdAt) {
        @Override
        public String toString() {
            return "Idp[" + id + "]";
        }
    }

    public Optional<Idp> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    IdpRegistry apply(Instant at, IdpEvent event) {
        return switch (event) {
            case IdpEvent.Added e -> with(new Idp(e.idpId(), e.metadata(), e.sealedSecret(), at));
            case IdpEvent.Updated e ->
                find(e.idpId())
                        .map(idp -> with(new Idp(idp.id(), e.metadata(), e.sealedSecret(), idp.createdAt())))
                        .orElse(this);
            case IdpEvent.Removed e -> {
                List<String> ids = new ArrayList<>(removed);
                ids.add(e.idpId());
                yield new IdpRegistry(Maps.without(byId, e.idpId()), ids);
            }
            case IdpEvent.SignInFailed e -> this;
        };
    }

    private IdpRegistry with(Idp idp) {
        return new IdpRegistry(Maps.with(byId, idp.id(), idp), removed);
    }
}

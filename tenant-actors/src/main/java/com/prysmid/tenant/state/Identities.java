package com.prysmid.tenant.state;

import com.prysmid.tenant.event.IdentityEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a user is at upstream identity providers, in the order of linking. Those of a provider that was removed are void. */
public record Identities(List<Identity> items) {
    public static final Identities NONE = new Identities(List.of());

    public Identities {
        items = List.copyOf(items);
    }

    /** @param label what the person is called there; null where nothing was told */
    public record Identity(
            String idpId, String subject, @Nullable String label, Instant linkedAt) {
        @Override
        public String toString() {
            return "Identity[" + idpId + ", redacted]";
        }
    }

    public Optional<Identity> find(String idpId, String subject) {
        return items.stream()
                .filter(one -> one.idpId().equals(idpId) && one.subject().equals(subject))
                .findFirst();
    }

    Identities apply(Instant at, IdentityEvent event) {
        return switch (event) {
            case IdentityEvent.Linked e -> {
                List<Identity> all = new ArrayList<>(without(e.idpId(), e.subject()));
                all.add(new Identity(e.idpId(), e.subject(), e.label(), at));
                yield new Identities(all);
            }
            case IdentityEvent.Unlinked e -> new Identities(without(e.idpId(), e.subject()));
        };
    }

    private List<Identity> without(String idpId, String subject) {
        return items.stream()
                .filter(one -> !one.idpId().equals(idpId) || !one.subject().equals(subject))
                .toList();
    }
}

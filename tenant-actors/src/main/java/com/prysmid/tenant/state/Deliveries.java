package com.prysmid.tenant.state;

import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The user's outbox: what is owed to apps and to the person, by delivery id. */
public record Deliveries(Map<String, Delivery> byId) {
    public static final Deliveries EMPTY = new Deliveries(Map.of());

    /**
     * @param attempts      that are known to have been made; a crash may forget the first few
     * @param nextAttemptAt not before
     */
    public record Delivery(Outgoing message, Instant createdAt, int attempts, Instant nextAttemptAt) {}

    public Optional<Delivery> find(String deliveryId) {
        return Optional.ofNullable(byId.get(deliveryId));
    }

    /** When the next attempt is due; empty where nothing is owed. */
    public Optional<Instant> due() {
        return byId.values().stream().map(Delivery::nextAttemptAt).min(Comparator.naturalOrder());
    }

    public Deliveries without(String deliveryId) {
        return new Deliveries(Maps.without(byId, deliveryId));
    }

    Deliveries apply(Instant at, DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.Queued e -> {
                Map<String, Delivery> all = byId;
                for (DeliveryEvent.Item item : e.items()) {
                    all = Maps.with(all, item.deliveryId(), new Delivery(item.message(), at, 0, at));
                }
                yield new Deliveries(all);
            }
            case DeliveryEvent.Postponed e ->
                find(e.deliveryId())
                        .map(d -> new Deliveries(Maps.with(
                                byId,
                                e.deliveryId(),
                                new Delivery(d.message(), d.createdAt(), e.attempts(), e.nextAttemptAt()))))
                        .orElse(this);
            case DeliveryEvent.Settled e -> without(e.deliveryId());
            case DeliveryEvent.Cleared e -> EMPTY;
            case DeliveryEvent.DueChanged e -> this;
        };
    }
}

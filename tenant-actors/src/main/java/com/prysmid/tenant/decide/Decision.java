package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.DomainEvent;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import java.util.ArrayList;
import java.util.List;

/** What a command comes to: events to persist, then a reply; or a refusal that changes nothing. */
public sealed interface Decision<E extends DomainEvent> {
    Reply reply();

    /**
     * The events are persisted together, then the reply is sent. No events: the reply is true already.
     *
     * <p>The reply may be a {@link Refused}: some refusals are facts worth keeping.
     */
    record Accept<E extends DomainEvent>(List<E> events, Reply reply) implements Decision<E> {
        public Accept {
            events = List.copyOf(events);
        }
    }

    record Reject<E extends DomainEvent>(Refused reply) implements Decision<E> {}

    /** The same, with other events before its own in the one commit; a refusal stays one, and they are not persisted. */
    default Decision<E> after(List<E> first) {
        return switch (this) {
            case Reject<E> refused -> refused;
            case Accept<E>(var own, var reply) -> {
                List<E> all = new ArrayList<>(first);
                all.addAll(own);
                yield new Accept<>(all, reply);
            }
        };
    }

    static <E extends DomainEvent> Decision<E> accept(E event, Reply reply) {
        return new Accept<>(List.of(event), reply);
    }

    static <E extends DomainEvent> Decision<E> accept(List<E> events, Reply reply) {
        return new Accept<>(events, reply);
    }

    /** It is so already. */
    static <E extends DomainEvent> Decision<E> unchanged(Reply reply) {
        return new Accept<>(List.of(), reply);
    }

    static <E extends DomainEvent> Decision<E> reject(Refused refused) {
        return new Reject<>(refused);
    }
}

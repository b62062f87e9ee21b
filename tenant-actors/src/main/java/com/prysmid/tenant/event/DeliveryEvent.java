package com.prysmid.tenant.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: messages to apps and mails to people, from the commit that makes them due until they are settled. It also holds
 * when a sign-up that nobody completes is over.
 */
public sealed interface DeliveryEvent extends UserEvent {
    /** When this user has something to do next, all in all; null for never. */
    @Nullable
    Instant due();

    /** In the commit of what the messages tell of, so that neither is without the other. */
    @WireName("delivery.queued/1")
    record Queued(List<Item> items, Instant due) implements DeliveryEvent {
        public Queued {
            items = List.copyOf(items);
        }
    }

    record Item(String deliveryId, Outgoing message) {}

    /** Tried in vain, to be tried again. Not told of the first few attempts, which follow each other within a minute. */
    @WireName("delivery.postponed/1")
    record Postponed(String deliveryId, int attempts, Instant nextAttemptAt, Instant due) implements DeliveryEvent {}

    /**
     * No more attempts.
     *
     * @param message  a mail without what is personal in it
     * @param attempts in all
     * @param reason   why it was not taken, a word of ours; null where it was
     */
    @WireName("delivery.settled/1")
    record Settled(
            String deliveryId,
            Outgoing message,
            Ending ending,
            int attempts,
            @Nullable String reason,
            @Nullable Instant due)
            implements DeliveryEvent {}

    /** The last of a user who is gone: the journal rows before it, which hold an address, are erased with it. */
    @WireName("delivery.cleared/1")
    record Cleared() implements DeliveryEvent {
        @Override
        public @Nullable Instant due() {
            return null;
        }
    }

    /** Nothing was delivered, but what there was to do at that time is no more: a sign-up was completed. */
    @WireName("delivery.due_changed/1")
    record DueChanged(@Nullable Instant due) implements DeliveryEvent {}

    enum Ending {
        DELIVERED,
        /** The app, or the mail server, said that it does not take it. */
        REFUSED,
        /** There was no way to deliver it for too long. */
        GIVEN_UP,
        /** The app is gone, or does not ask for such messages. */
        UNWANTED
    }
}

package com.prysmid.tenant.state;

import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.protocol.TicketPurpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The links that were mailed to a user and are not used up: at most one of each purpose.
 *
 * @param byPurpose by the purpose's name
 * @param mailedAt  when mails went out that anybody can cause, in the last hour
 */
public record UserTickets(Map<String, Ticket> byPurpose, List<Instant> mailedAt) {
    public static final UserTickets NONE = new UserTickets(Map.of(), List.of());

    /** So many in an hour, that nobody's mailbox can be flooded through us. */
    private static final int MAILS = 5;

    private static final Duration WINDOW = Duration.ofHours(1);

    public UserTickets {
        mailedAt = List.copyOf(mailedAt);
    }

    /**
     * @param secretDigest  base64url SHA-256 of the secret in the link
     * @param browserDigest the same of what the browser keeps that asked for it; null where any browser is as good
     * @param address       that it was mailed to
     */
    public record Ticket(
            String id,
            TicketPurpose purpose,
            String secretDigest,
            @Nullable String browserDigest,
            String address,
            Instant expiresAt) {
        public boolean isLive(Instant now) {
            return now.isBefore(expiresAt);
        }

        @Override
        public String toString() {
            return "Ticket[" + purpose + "]";
        }
    }

    /** Live or not. */
    public Optional<Ticket> find(TicketPurpose purpose) {
        return Optional.ofNullable(byPurpose.get(purpose.name()));
    }

    /** When another mail may go out; empty for at once. */
    public Optional<Instant> mayMailAt(Instant now) {
        List<Instant> recent = recent(now);
        return recent.size() < MAILS
                ? Optional.empty()
                : Optional.of(recent.get(recent.size() - MAILS).plus(WINDOW));
    }

    UserTickets apply(Instant at, TicketEvent event) {
        return switch (event) {
            case TicketEvent.Issued e ->
                new UserTickets(
                        Maps.with(
                                byPurpose,
                                e.purpose().name(),
                                new Ticket(
                                        e.ticketId(),
                                        e.purpose(),
                                        e.secretDigest(),
                                        e.browserDigest(),
                                        e.address(),
                                        e.expiresAt())),
                        mailed(at));
            case TicketEvent.SignUpRepeated e -> new UserTickets(byPurpose, mailed(at));
            case TicketEvent.Withheld e -> this;
        };
    }

    UserTickets without(TicketPurpose... purposes) {
        Map<String, Ticket> left = byPurpose;
        for (TicketPurpose purpose : purposes) {
            left = Maps.without(left, purpose.name());
        }
        return new UserTickets(left, mailedAt);
    }

    /** None is good any more; what was mailed still counts. */
    UserTickets voided() {
        return new UserTickets(Map.of(), mailedAt);
    }

    private List<Instant> mailed(Instant at) {
        List<Instant> all = new ArrayList<>(recent(at));
        all.add(at);
        return all;
    }

    private List<Instant> recent(Instant now) {
        return mailedAt.stream().filter(at -> at.plus(WINDOW).isAfter(now)).toList();
    }
}

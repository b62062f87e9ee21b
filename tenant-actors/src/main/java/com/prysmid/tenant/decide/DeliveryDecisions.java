package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.DeliveryEvent.Ending;
import com.prysmid.tenant.event.DeliveryEvent.Item;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.SessionApp;
import com.prysmid.tenant.state.Deliveries;
import com.prysmid.tenant.state.Deliveries.Delivery;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What apps and people are owed when something happens to a user, and how long it is tried. */
public final class DeliveryDecisions {
    /** After so long an app's own sessions have ended too, and nobody waits for the news. */
    private static final Duration LIFE = Duration.ofDays(1);

    /** Between one attempt and the next; the last one repeats until the life is over. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4));

    /** Of mail: links in it end soon, and a mail server that was down for an hour should find it within minutes. */
    private static final List<Duration> PAUSES_OF_MAIL = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** Shorter pauses are not written down: a crash then makes a few attempts again, a minute's worth. */
    private static final Duration WORTH_AN_EVENT = Duration.ofMinutes(1);

    /** So many at once per user; of more, the oldest are given up. */
    private static final int LIMIT = 500;

    private DeliveryDecisions() {}

    /** How one attempt ended. Reasons are words of ours, fit for the audit journal. */
    public sealed interface Outcome {
        record Delivered() implements Outcome {}

        record Refused(String reason) implements Outcome {}

        record Failed(String reason) implements Outcome {}

        record Unwanted() implements Outcome {}

        /** It is too late to deliver it. */
        record Expired() implements Outcome {}
    }

    /** What follows from it. */
    public sealed interface Step {
        record Settle(DeliveryEvent event) implements Step {}

        /** @param event null where it is not worth one */
        record Retry(int attempts, Instant at, @Nullable DeliveryEvent event) implements Step {}
    }

    /**
     * The events of one commit, with what they make us owe: each app of an ended session that session's logout (Back-Channel
     * Logout §2.1), and an app that wished so, that the person has answered it (CIBA §10.2). Whether an app wants to know of a
     * logout is asked when it is told. Mails are owed by the decisions themselves, and by {@link MailDecisions#following}.
     */
    public static List<UserEvent> withOwed(UserState before, List<UserEvent> events, Instant now) {
        Map<String, Outgoing> owed = new LinkedHashMap<>();
        List<UserEvent> all = new ArrayList<>(events.size() + 1);
        for (UserEvent event : events) {
            if (event instanceof DeliveryEvent.Queued queued) {
                // All of them in one, behind the others: a deletion forgets what was before it.
                put(owed, queued);
            } else {
                all.add(event);
            }
            MailDecisions.following(before, event, now).forEach(queued -> put(owed, queued));
            if (event instanceof AccountEvent.Deleted) {
                before.deliveries().byId().forEach((id, delivery) -> owed.put(id, delivery.message()));
            }
            if (event instanceof CibaEvent answered) {
                before.ciba()
                        .find(answered.requestId())
                        .filter(request -> request.ping() != null)
                        .ifPresent(request -> owed.put(
                                "ping." + answered.requestId(),
                                new Outgoing.CibaPing(answered.clientId(), answered.requestId())));
            }
            for (Session session : before.sessions().endedBy(now, event)) {
                for (SessionApp app : session.apps()) {
                    owed.put("logout." + app.sid() + "." + app.clientId(), logout(app));
                }
            }
        }
        if (owed.isEmpty()) {
            return SignUpExpiry.forgotten(before, events, now)
                    .map(forgotten -> {
                        all.add(forgotten);
                        return all;
                    })
                    .orElse(events);
        }
        all.addAll(tooMany(before.deliveries(), owed, now));
        all.add(new DeliveryEvent.Queued(
                owed.entrySet().stream()
                        .skip(Math.max(0, owed.size() - LIMIT))
                        .map(entry -> new Item(entry.getKey(), entry.getValue()))
                        .toList(),
                now));
        return all;
    }

    private static void put(Map<String, Outgoing> owed, DeliveryEvent.Queued queued) {
        queued.items().forEach(item -> owed.put(item.deliveryId(), item.message()));
    }

    private static Outgoing logout(SessionApp app) {
        return new Outgoing.BackchannelLogout(app.clientId(), app.sid());
    }

    private static List<UserEvent> tooMany(Deliveries pending, Map<String, Outgoing> owed, Instant now) {
        int over = pending.byId().size() + owed.size() - LIMIT;
        return pending.byId().entrySet().stream()
                .filter(entry -> !owed.containsKey(entry.getKey()))
                .sorted(Comparator.comparing(entry -> entry.getValue().createdAt()))
                .limit(Math.max(0, over))
                .<UserEvent>map(entry -> new DeliveryEvent.Settled(
                        entry.getKey(),
                        settled(entry.getValue().message()),
                        Ending.GIVEN_UP,
                        entry.getValue().attempts(),
                        "too_many",
                        now))
                .toList();
    }

    /**
     * @param attempts made by now, this one among them
     * @return empty where the delivery is settled already
     */
    public static Optional<Step> after(UserState state, String deliveryId, int attempts, Outcome outcome, Instant now) {
        return state.deliveries().find(deliveryId).map(delivery -> switch (outcome) {
            case Outcome.Delivered d -> settle(state, deliveryId, delivery, Ending.DELIVERED, attempts, null);
            case Outcome.Unwanted u -> settle(state, deliveryId, delivery, Ending.UNWANTED, attempts, null);
            case Outcome.Expired e -> settle(state, deliveryId, delivery, Ending.GIVEN_UP, attempts, "expired");
            case Outcome.Refused(var reason) -> settle(state, deliveryId, delivery, Ending.REFUSED, attempts, reason);
            case Outcome.Failed(var reason) -> failed(state, deliveryId, delivery, attempts, reason, now);
        });
    }

    private static Step failed(
            UserState state, String deliveryId, Delivery delivery, int attempts, String reason, Instant now) {
        List<Duration> pauses = delivery.message() instanceof Outgoing.Mail ? PAUSES_OF_MAIL : PAUSES;
        Duration pause = pauses.get(Math.min(Math.max(attempts, 1), pauses.size()) - 1);
        Instant next = now.plus(spread(pause, deliveryId, attempts));
        if (next.isAfter(end(delivery))) {
            return settle(state, deliveryId, delivery, Ending.GIVEN_UP, attempts, reason);
        }
        Instant due = state.deliveries()
                .without(deliveryId)
                .due()
                .filter(other -> other.isBefore(next))
                .orElse(next);
        return new Step.Retry(
                attempts,
                next,
                pause.compareTo(WORTH_AN_EVENT) < 0
                        ? null
                        : new DeliveryEvent.Postponed(deliveryId, attempts, next, due));
    }

    private static Instant end(Delivery delivery) {
        return delivery.message() instanceof Outgoing.Mail mail
                ? mail.validUntil()
                : delivery.createdAt().plus(LIFE);
    }

    /** What is settled stays in the journal, and holds nothing personal. */
    private static Outgoing settled(Outgoing message) {
        return message instanceof Outgoing.Mail mail ? mail.settled() : message;
    }

    /** What to write of a step: with the last delivery of a user who is gone, whatever named the person goes too. */
    public static List<UserEvent> written(UserState state, DeliveryEvent event) {
        return event instanceof DeliveryEvent.Settled settled && settled.due() == null && !state.exists()
                ? List.of(event, new DeliveryEvent.Cleared())
                : List.of(event);
    }

    private static Step settle(
            UserState state,
            String deliveryId,
            Delivery delivery,
            Ending ending,
            int attempts,
            @Nullable String reason) {
        return new Step.Settle(new DeliveryEvent.Settled(
                deliveryId,
                settled(delivery.message()),
                ending,
                attempts,
                reason,
                state.deliveries()
                        .without(deliveryId)
                        .due()
                        .or(() -> SignUpExpiry.endsAt(state))
                        .orElse(null)));
    }

    /**
     * Up to a fifth more, different for each delivery, so that those which failed together do not come together again. Made
     * of the id, which holds random parts: no randomness is needed besides.
     */
    private static Duration spread(Duration pause, String deliveryId, int attempts) {
        int share = Math.floorMod((deliveryId + attempts).hashCode(), 1_000);
        return pause.plus(pause.multipliedBy(share).dividedBy(5_000));
    }
}

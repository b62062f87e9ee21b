package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.DeliveryDecisions;
import com.prysmid.tenant.decide.DeliveryDecisions.Outcome;
import com.prysmid.tenant.decide.DeliveryDecisions.Step;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.Outgoing;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.LogoutToken;
import com.prysmid.tenant.protocol.TokenCommand.MakeLogoutToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.state.Deliveries;
import com.prysmid.tenant.state.Deliveries.Delivery;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Carries a user's outbox to apps and to the person: what is due is tried, a few at once, and every attempt comes back to the entity as a
 * message. Used by the entity's thread only.
 */
final class DeliveryDesk {
    /** One user's messages go to few apps; their servers need not get them all at once. */
    private static final int AT_ONCE = 4;

    /** Well before an idle user is put to sleep: as long as something is owed, the user stays awake. */
    private static final Duration KEEP_AWAKE = Duration.ofMinutes(2);

    /** An attempt may have become due. */
    record Due() implements UserMessage {}

    /** Time to tell the shard that this user is not idle. */
    private record StayAwake() implements UserMessage {}

    /** One attempt is over. */
    record Attempted(String deliveryId, Outcome outcome) implements UserMessage {}

    /** Made in this life of the entity; what is worth an event is in the state too. */
    private record Progress(int attempts, Instant nextAttemptAt) {}

    private final ActorContext<UserMessage> context;
    private final TimerScheduler<UserMessage> timers;
    private final Slug slug;
    private final UserId userId;
    private final Peers peers;
    private final Outbound outbound;
    private final MailCarrier mails;
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Progress> progress = new HashMap<>();
    /** Something is owed, and the timers run. */
    private boolean awake;

    DeliveryDesk(
            ActorContext<UserMessage> context,
            TimerScheduler<UserMessage> timers,
            Slug slug,
            UserId userId,
            Peers peers,
            Outbound outbound,
            MailCarrier mails) {
        this.context = context;
        this.timers = timers;
        this.slug = slug;
        this.userId = userId;
        this.peers = peers;
        this.outbound = outbound;
        this.mails = mails;
    }

    /** Begins what is due, and sees to it that the rest is looked at in time. */
    void look(UserState state, Instant now) {
        Deliveries deliveries = state.deliveries();
        if (deliveries.byId().isEmpty()) {
            if (awake) {
                awake = false;
                progress.clear();
                timers.cancelAll();
            }
            return;
        }
        progress.keySet().retainAll(deliveries.byId().keySet());
        deliveries.byId().entrySet().stream()
                .filter(entry -> !underWay.contains(entry.getKey())
                        && !nextAttemptAt(entry.getKey(), entry.getValue()).isAfter(now))
                .sorted(Comparator.comparing(entry -> entry.getValue().createdAt()))
                .limit(Math.max(0, AT_ONCE - underWay.size()))
                .forEach(entry -> begin(entry.getKey(), attempt(state, entry.getKey(), entry.getValue(), now)));
        deliveries.byId().entrySet().stream()
                .filter(entry -> !underWay.contains(entry.getKey()))
                .map(entry -> nextAttemptAt(entry.getKey(), entry.getValue()))
                .min(Comparator.naturalOrder())
                // What is due already waits for an attempt under way, whose end leads here again.
                .filter(next -> next.isAfter(now))
                .ifPresent(next -> timers.startSingleTimer(new Due(), Duration.between(now, next)));
        if (!awake) {
            awake = true;
            timers.startTimerWithFixedDelay(new StayAwake(), KEEP_AWAKE);
        }
    }

    /** Whether this message is the desk's own affair. */
    boolean handles(UserMessage message) {
        if (message instanceof StayAwake) {
            peers.wake(slug, userId);
            return true;
        }
        return false;
    }

    /** What follows from an attempt; empty where that is settled otherwise. */
    Optional<Step> after(UserState state, Attempted attempted, Instant now) {
        underWay.remove(attempted.deliveryId());
        int attempts = state.deliveries()
                        .find(attempted.deliveryId())
                        .map(delivery -> attempts(attempted.deliveryId(), delivery))
                        .orElse(0)
                + 1;
        Optional<Step> step =
                DeliveryDecisions.after(state, attempted.deliveryId(), attempts, attempted.outcome(), now);
        if (step.orElse(null) instanceof Step.Retry(var made, var at, var event)) {
            progress.put(attempted.deliveryId(), new Progress(made, at));
        }
        return step;
    }

    private void begin(String deliveryId, CompletionStage<Outcome> attempt) {
        underWay.add(deliveryId);
        context.pipeToSelf(
                attempt,
                (outcome, thrown) ->
                        new Attempted(deliveryId, thrown == null ? outcome : new Outcome.Failed(reason(thrown))));
    }

    private CompletionStage<Outcome> attempt(UserState state, String deliveryId, Delivery delivery, Instant now) {
        return switch (delivery.message()) {
            case Outgoing.Mail mail
            when !now.isBefore(mail.validUntil()) -> CompletableFuture.completedFuture(new Outcome.Expired());
            case Outgoing.Mail mail -> mails.carry(deliveryId, mail, delivery.createdAt());
            case Outgoing.CibaPing ping ->
                state.ciba()
                        .ping(ping.requestId(), now)
                        .map(content -> peers.workspace(
                                        slug, replyTo -> new AppCommand.View(slug, ping.clientId(), replyTo))
                                .thenCompose(reply -> sendPing(reply, content)))
                        // Nobody waits for the answer any more.
                        .orElseGet(() -> CompletableFuture.completedFuture(new Outcome.Unwanted()));
            case Outgoing.BackchannelLogout logout ->
                peers.workspace(
                                slug,
                                replyTo -> new MakeLogoutToken(slug, logout.clientId(), userId, logout.sid(), replyTo))
                        .thenCompose(this::sendLogout);
        };
    }

    private CompletionStage<Outcome> sendPing(Reply reply, CibaEvent.Ping content) {
        return switch (reply) {
            case AppCommand.AppView app ->
                PingLetter.of(app.metadata().ciba(), content)
                        .map(letter -> outbound.send(slug, letter).thenApply(PingLetter::judge))
                        .orElseGet(() -> CompletableFuture.completedFuture(new Outcome.Unwanted()));
            case Refused refused
            when refused.reason() == Refused.Reason.NOT_FOUND ->
                CompletableFuture.completedFuture(new Outcome.Unwanted());
            default -> CompletableFuture.completedFuture(new Outcome.Failed("workspace"));
        };
    }

    private CompletionStage<Outcome> sendLogout(Reply reply) {
        return switch (reply) {
            case LogoutToken made -> outbound.send(slug, LogoutLetter.of(made)).thenApply(LogoutLetter::judge);
            case Refused refused
            when refused.reason() == Refused.Reason.NOT_FOUND ->
                CompletableFuture.completedFuture(new Outcome.Unwanted());
            default -> CompletableFuture.completedFuture(new Outcome.Failed("workspace"));
        };
    }

    private Instant nextAttemptAt(String deliveryId, Delivery delivery) {
        Progress made = progress.get(deliveryId);
        return made == null ? delivery.nextAttemptAt() : made.nextAttemptAt();
    }

    private int attempts(String deliveryId, Delivery delivery) {
        Progress made = progress.get(deliveryId);
        return made == null ? delivery.attempts() : made.attempts();
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown instanceof java.util.concurrent.CompletionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        return cause.getClass().getSimpleName();
    }
}

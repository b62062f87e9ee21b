package com.prysmid.tenant.entity;

import com.prysmid.tenant.entity.TenantReads.Owing;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the users who owe a message, or whose sign-up is over, and whom nothing else wakes, one in the cluster.
 *
 * <p>A user who is awake looks after its own outbox and stays awake for it. It is put to sleep only where its node ends or
 * its shard moves: so there is a round over all workspaces when this begins, when a member comes or goes, and a few times a
 * day for whatever nobody thought of; one workspace at a time, with a pause between. In between only those workspaces are
 * looked at again in which something is due before the next round: a sign-up that begins now is over in a week.
 */
final class OutboxSweep extends AbstractBehavior<OutboxSweep.Message> {
    private static final Settings STANDARD =
            new Settings(Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ofSeconds(3), Duration.ofHours(6));

    private static final int PAGE = 200;
    /** Woken in one visit to a workspace; the next visit finds the others. */
    private static final int USERS = 100;

    /**
     * @param pace  between one workspace and the next
     * @param again between visits to a workspace in which something is due before the next round
     * @param calm  after a change of membership, so that shards have found their places and several changes make one round
     * @param round between one round and the next where nothing happens
     */
    record Settings(Duration pace, Duration again, Duration calm, Duration round) {}

    sealed interface Message {}

    private record BeginRound() implements Message {}

    private record VisitAgain() implements Message {}

    private record Next() implements Message {}

    private record Membership(MemberEvent event) implements Message {}

    private record Listed(List<Slug> page) implements Message {}

    private record Visited(Slug slug, List<Owing> owing) implements Message {}

    /** A database that does not answer is asked again with the next round, or the next visit. */
    private record Failed(String what, Throwable thrown) implements Message {}

    private final TimerScheduler<Message> timers;
    private final TenantReads reads;
    private final Peers peers;
    private final Clock clock;
    private final Settings settings;
    private final Queue<Slug> toVisit = new ArrayDeque<>();
    private final Set<Slug> owing = new HashSet<>();
    /** The last workspace of the page at hand; null where the round is over. */
    private @Nullable Slug listedUpTo;

    private boolean listing;
    private boolean busy;

    /** One in the cluster, on a node that runs entities. */
    static void start(ActorSystem<?> system, TenantServices services, Peers peers) {
        ClusterSingleton.get(system)
                .init(SingletonActor.of(create(services.reads(), peers, services.clock(), STANDARD), "outbox-sweep")
                        .withSettings(ClusterSingletonSettings.create(system).withRole(TenantSharding.ROLE)));
    }

    static Behavior<Message> create(TenantReads reads, Peers peers, Clock clock, Settings settings) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<MemberEvent> members = context.messageAdapter(MemberEvent.class, Membership::new);
            Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(members, MemberEvent.class));
            return new OutboxSweep(context, timers, reads, peers, clock, settings);
        }));
    }

    private OutboxSweep(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            TenantReads reads,
            Peers peers,
            Clock clock,
            Settings settings) {
        super(context);
        this.timers = timers;
        this.reads = reads;
        this.peers = peers;
        this.clock = clock;
        this.settings = settings;
        timers.startSingleTimer(new BeginRound(), settings.calm());
        timers.startTimerWithFixedDelay(new VisitAgain(), settings.again());
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder().onMessage(Message.class, this::on).build();
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case BeginRound m -> {
                timers.startSingleTimer(new BeginRound(), settings.round());
                listing = true;
                listedUpTo = null;
                goOn();
            }
            case VisitAgain m -> {
                owing.stream().filter(slug -> !toVisit.contains(slug)).forEach(toVisit::add);
                goOn();
            }
            case Membership(var event) -> {
                if (event instanceof MemberUp || event instanceof MemberRemoved) {
                    timers.startSingleTimer(new BeginRound(), settings.calm());
                }
            }
            case Listed(var page) -> {
                busy = false;
                listing = page.size() == PAGE;
                listedUpTo = page.isEmpty() ? null : page.getLast();
                page.stream().filter(slug -> !toVisit.contains(slug)).forEach(toVisit::add);
                goOn();
            }
            case Visited(var slug, var found) -> {
                wake(slug, found);
                pause();
            }
            case Failed(var what, var thrown) -> {
                getContext().getLog().warn("{} failed: {}", what, thrown.toString());
                pause();
            }
            case Next m -> {
                busy = false;
                goOn();
            }
        }
        return this;
    }

    /** One thing at a time: the next workspace, else the next page of them, else nothing. */
    private void goOn() {
        if (busy) {
            return;
        }
        Slug slug = toVisit.poll();
        if (slug != null) {
            busy = true;
            getContext()
                    .pipeToSelf(
                            reads.owing(slug, USERS),
                            (found, thrown) -> thrown == null
                                    ? new Visited(slug, found)
                                    : new Failed("looking for what " + slug + " owes", thrown));
        } else if (listing) {
            busy = true;
            listing = false;
            getContext()
                    .pipeToSelf(
                            reads.workspaces(listedUpTo, PAGE),
                            (page, thrown) ->
                                    thrown == null ? new Listed(page) : new Failed("listing the workspaces", thrown));
        }
    }

    private void pause() {
        timers.startSingleTimer(new Next(), settings.pace());
    }

    private void wake(Slug slug, List<Owing> found) {
        Instant now = clock.instant();
        Instant nextRound = now.plus(settings.round());
        if (found.stream().allMatch(one -> one.due().isAfter(nextRound))) {
            owing.remove(slug);
            return;
        }
        owing.add(slug);
        Instant soon = now.plus(settings.again());
        for (Owing one : found) {
            if (one.due().isBefore(soon)) {
                peers.wake(slug, one.user());
            }
        }
    }
}

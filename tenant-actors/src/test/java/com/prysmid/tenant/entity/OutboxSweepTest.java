package com.prysmid.tenant.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever owes something is woken, wherever it is; nobody else is. */
@Timeout(90)
class OutboxSweepTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final OutboxSweep.Settings QUICK = new OutboxSweep.Settings(
            Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofHours(1));

    private static final ActorTestKit KIT =
            ActorTestKit.create("sweep", ConfigFactory.parseString("""
                            pekko.actor.provider = cluster
                            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                            # Otherwise a pause of a millisecond takes ten.
                            pekko.scheduler.tick-duration = 1ms
                            """).withFallback(ConfigFactory.load()));
    private final Rows rows = new Rows();
    private final Queue<String> woken = new ConcurrentLinkedQueue<>();
    private @Nullable ActorRef<?> sweeping;

    /** A node that never joined takes ten seconds to end. */
    @BeforeAll
    static void join() throws InterruptedException {
        Cluster cluster = Cluster.get(KIT.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        while (!cluster.selfMember().status().equals(MemberStatus.up())) {
            Thread.sleep(5);
        }
    }

    @AfterEach
    void stop() {
        KIT.stop(Objects.requireNonNull(sweeping));
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyWorkspaceIsVisitedOnceAndWhoOwesIsWoken() throws Exception {
        rows.owe("w0001", NOW.minusSeconds(1));
        rows.owe("w0449", NOW);
        rows.broken = new Slug("w0002");
        sweep();
        await(2);
        assertThat(woken).contains("w0001/user-of-w0001", "w0449/user-of-w0449");
        assertThat(rows.visits).containsOnlyKeys(rows.all());
        assertThat(rows.visits.get(new Slug("w0003"))).isEqualTo(1);
    }

    @Test
    void aWorkspaceInWhichSomebodyOwesIsVisitedAgainUntilNobodyDoes() throws Exception {
        rows.owe("w0001", NOW.plusSeconds(3600));
        sweep();
        while (rows.visits.getOrDefault(new Slug("w0001"), 0) < 3) {
            Thread.sleep(5);
        }
        assertThat(woken).as("not due yet").isEmpty();
        rows.owe("w0001", NOW);
        await(1);
        rows.owing.clear();
        int wakes = woken.size();
        Thread.sleep(400);
        int visits = rows.visits.get(new Slug("w0001"));
        Thread.sleep(300);
        assertThat(rows.visits.get(new Slug("w0001"))).as("no more visits").isEqualTo(visits);
        assertThat(woken.size()).isLessThanOrEqualTo(wakes + 1);
    }

    @Test
    @Timeout(20)
    void whatIsDueAfterTheNextRoundIsLeftToIt() throws Exception {
        rows.owe("w0001", NOW.plus(Duration.ofDays(7)));
        rows.owe("w0002", NOW);
        sweep();
        await(1);
        while (rows.visits.getOrDefault(new Slug("w0002"), 0) < 4) {
            Thread.sleep(5);
        }
        assertThat(rows.visits.get(new Slug("w0001"))).isEqualTo(1);
        assertThat(woken).containsOnly("w0002/user-of-w0002");
    }

    private void sweep() {
        sweeping = KIT.spawn(OutboxSweep.create(
                rows,
                new Peers() {
                    @Override
                    public CompletionStage<Reply> workspace(
                            Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command) {
                        throw new AssertionError("asks nobody");
                    }

                    @Override
                    public void wake(Slug slug, UserId user) {
                        woken.add(slug + "/" + user);
                    }
                },
                Clock.fixed(NOW, ZoneOffset.UTC),
                QUICK));
    }

    private void await(int wakes) throws InterruptedException {
        while (woken.stream().distinct().count() < wakes) {
            Thread.sleep(5);
        }
    }

    /** 450 workspaces: three pages. */
    private static final class Rows extends ReadsInMemory {
        private final Map<Slug, List<Owing>> owing = new ConcurrentHashMap<>();
        private final Map<Slug, Integer> visits = new ConcurrentHashMap<>();
        private volatile @Nullable Slug broken;

        Rows() {
            super(Map.of());
        }

        void owe(String slug, Instant due) {
            owing.put(new Slug(slug), List.of(new Owing(new UserId("user-of-" + slug), due)));
        }

        Slug[] all() {
            List<Slug> all = new ArrayList<>();
            for (int i = 0; i < 450; i++) {
                all.add(new Slug("w%04d".formatted(i)));
            }
            return all.toArray(Slug[]::new);
        }

        @Override
        public CompletionStage<List<Slug>> workspaces(@Nullable Slug after, int limit) {
            return CompletableFuture.supplyAsync(() -> List.of(all()).stream()
                    .filter(slug -> after == null || slug.value().compareTo(after.value()) > 0)
                    .limit(limit)
                    .toList());
        }

        @Override
        public CompletionStage<List<Owing>> owing(Slug slug, int limit) {
            visits.merge(slug, 1, Integer::sum);
            return slug.equals(broken)
                    ? CompletableFuture.failedFuture(new IllegalStateException("told to"))
                    : CompletableFuture.completedFuture(owing.getOrDefault(slug, List.of()));
        }
    }
}

package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.ClusterNode;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.schema.TenantDatabase;
import com.prysmid.tenant.schema.WorkspaceSchemas;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Two nodes, one workspace: either answers; and when one is gone, the other does, with nothing acknowledged lost. */
final class FailoverIT {
    private static final Slug SLUG = new Slug("failover");
    private static final Act ACT = Act.bySystem("failover-test");
    private static final int USERS = 12;

    /** For everything together, on a machine that is doing something else. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private DevDatabase database;
    private DataDirectory data;
    private ClusterNode survivor;
    private ClusterNode victim;

    @BeforeEach
    void startTwoNodes() throws Exception {
        data = DataDirectory.open(directory.resolve("data"));
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        DevAuthority authority = DevAuthority.open(data.tls(), Clock.systemUTC());
        for (InternalName name : InternalName.values()) {
            authority.internal(name);
        }
        database = DevDatabase.start(data, authority, binaries);
        database.install();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DevNodes nodes = new DevNodes("prysm.localhost", port, 0, 1, authority, database, data, DevOutbound.standard());
        ClusterNode one = nodes.start();
        ClusterNode two = nodes.start();
        one.join(one.address());
        two.join(one.address());
        assertThat(one.awaitMembers(2, Duration.ofSeconds(30))).isTrue();
        assertThat(two.awaitMembers(2, Duration.ofSeconds(30))).isTrue();
        // Of two equal halves the one with the lowest address lives on.
        boolean oneIsLower = port(one) < port(two);
        survivor = oneIsLower ? one : two;
        victim = oneIsLower ? two : one;

        PGSimpleDataSource provisioner = new PGSimpleDataSource();
        provisioner.setUrl(database.jdbcUrl(TenantDatabase.TENANTS));
        provisioner.setUser(TenantDatabase.PROVISIONER);
        provisioner.setPassword(Files.readString(database.passwordFile(TenantDatabase.PROVISIONER))
                .strip());
        new WorkspaceSchemas(provisioner).create(SLUG);
    }

    @AfterEach
    void stopAll() throws Exception {
        victim.kill();
        survivor.kill();
        database.close();
        data.close();
    }

    @Test
    void eitherNodeAnswersAndAKilledOneTakesNothingWithIt() throws Exception {
        ask(victim, replyTo -> new ProvisioningCommand.Prepare(SLUG, "c-1", "Failover", Plan.PRO, ACT, replyTo));
        ask(survivor, replyTo -> new ProvisioningCommand.Activate(SLUG, "c-1", null, ACT, replyTo));
        for (ClusterNode node : List.of(survivor, victim)) {
            assertThat(ask(node, replyTo -> new ProvisioningCommand.Describe(SLUG, replyTo)))
                    .isInstanceOf(ProvisioningCommand.WorkspaceDescription.class);
        }
        for (int i = 0; i < USERS; i++) {
            int number = i;
            ClusterNode node = i % 2 == 0 ? survivor : victim;
            askUser(node, user(i), replyTo -> create(number, replyTo));
        }

        Set<String> acknowledged = new TreeSet<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        int afterTheKill = 0;
        for (int i = 0; afterTheKill < 20 && System.nanoTime() < end; i++) {
            if (i == 20) {
                victim.kill();
            }
            String project = "project-" + i;
            try {
                Reply reply =
                        ask(survivor, replyTo -> new ProjectCommand.Create(SLUG, project, "Project", ACT, replyTo));
                assertThat(reply).isInstanceOf(ProjectCommand.Project.class);
                acknowledged.add(project);
                afterTheKill += i >= 20 ? 1 : 0;
            } catch (CompletionException unanswered) {
                // May have been done or not; only what was acknowledged is promised.
                assertThat(i).isGreaterThanOrEqualTo(20);
            }
        }

        assertThat(afterTheKill).as("commands answered after the kill").isEqualTo(20);
        Set<String> there = new TreeSet<>();
        ((ProjectCommand.Projects) ask(survivor, replyTo -> new ProjectCommand.ListAll(SLUG, replyTo)))
                .items()
                .forEach(project -> there.add(project.id()));
        assertThat(there).containsAll(acknowledged);
        for (int i = 0; i < USERS; i++) {
            UserId user = user(i);
            assertThat(untilAnswered(
                            end, () -> askUser(survivor, user, replyTo -> new AccountCommand.Get(SLUG, user, replyTo))))
                    .isInstanceOf(AccountCommand.User.class);
        }
        assertThat(auditNumbers()).isEqualTo(numbersUpTo(auditNumbers().size()));
        assertThat(auditNumbers()).hasSizeGreaterThanOrEqualTo(1 + USERS + acknowledged.size());
    }

    @Test
    void whoIsToBeForgottenSleepsOnBothNodes() {
        ask(victim, replyTo -> new ProvisioningCommand.Prepare(SLUG, "c-1", "Failover", Plan.PRO, ACT, replyTo));
        for (int i = 0; i < USERS; i++) {
            int number = i;
            askUser(survivor, user(i), replyTo -> create(number, replyTo));
        }
        assertThat(awake(survivor)).isPositive();
        assertThat(awake(victim)).isPositive();
        assertThat(awake(survivor) + awake(victim)).isEqualTo(USERS);

        ActorRef<Topic.Command<ForgetWorkspace>> topic =
                survivor.system().systemActorOf(ForgetWorkspace.topic(), "forget-workspace-test", Props.empty());
        long end = System.nanoTime() + LIMIT.toNanos();
        while (awake(survivor) + awake(victim) > 0) {
            // Said until it is heard: who listens is found out while this begins.
            topic.tell(Topic.publish(new ForgetWorkspace(SLUG)));
            assertThat(System.nanoTime()).as("still time to fall asleep").isLessThan(end);
        }
    }

    /** Users on that node. */
    private static int awake(ClusterNode node) {
        return AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                        ClusterSharding.get(node.system()).shardState(),
                        replyTo -> new GetShardRegionState(EntityKeys.USER, replyTo),
                        Duration.ofSeconds(5),
                        node.system().scheduler())
                .toCompletableFuture()
                .join()
                .getShards()
                .stream()
                .mapToInt(shard -> shard.getEntityIds().size())
                .sum();
    }

    private List<Long> auditNumbers() {
        AuditCommand.AuditPage page = (AuditCommand.AuditPage) ask(
                survivor,
                replyTo -> new AuditCommand.Search(
                        SLUG, new AuditCommand.AuditFilter(null, null, null, null, null), null, 1000, replyTo));
        List<Long> numbers = new ArrayList<>();
        page.items().forEach(entry -> numbers.addFirst(entry.seq()));
        return numbers;
    }

    private static List<Long> numbersUpTo(int last) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 1; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static int port(ClusterNode node) {
        return (Integer) node.address().getPort().orElseThrow();
    }

    private static UserId user(int number) {
        return new UserId("user-000" + number);
    }

    private static AccountCommand create(int number, ActorRef<Reply> replyTo) {
        UserProfile profile = new UserProfile(
                "user" + number, null, false, null, false, null, null, null, null, null, UserProfile.More.NOTHING);
        return new AccountCommand.Create(
                SLUG, user(number), profile, null, null, WorkspaceSettings.DEFAULTS, ACT, replyTo);
    }

    private static Reply ask(ClusterNode node, Function<ActorRef<Reply>, WorkspaceCommand> command) {
        return answered(ClusterSharding.get(node.system())
                .entityRefFor(EntityKeys.WORKSPACE, EntityKeys.workspaceId(SLUG))
                .<Reply>ask(command::apply, Duration.ofSeconds(5))
                .toCompletableFuture()
                .join());
    }

    private static Reply askUser(ClusterNode node, UserId user, Function<ActorRef<Reply>, UserCommand> command) {
        return answered(ClusterSharding.get(node.system())
                .entityRefFor(EntityKeys.USER, EntityKeys.userId(SLUG, user))
                .<Reply>ask(command::apply, Duration.ofSeconds(5))
                .toCompletableFuture()
                .join());
    }

    /** Until the victim is declared gone its users are nobody's; an ask of one may time out and is asked again. */
    private static Reply untilAnswered(long end, Supplier<Reply> ask) {
        while (true) {
            try {
                return ask.get();
            } catch (CompletionException unanswered) {
                assertThat(System.nanoTime()).as("still time to ask again").isLessThan(end);
            }
        }
    }

    private static Reply answered(Reply reply) {
        assertThat(reply).isNotInstanceOf(Refused.class);
        return reply;
    }
}

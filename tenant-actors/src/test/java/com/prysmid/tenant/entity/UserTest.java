package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static com.prysmid.tenant.entity.TenantWorld.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.WriteEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

class UserTest {
    private static final String ID = "User|acme/alice-0001";
    private static final String PASSWORD = "correct horse";
    /** Cheap hashes: what is proven is how many are made, not how slow they are. */
    private static final WorkspaceSettings SETTINGS = cheap(WorkspaceSettings.DEFAULTS);

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<UserMessage> alice;
    private final Queue<Object> written = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        // Old events leave with a snapshot; this remembers them all.
        world.journal.withPolicy((persistenceId, operation) -> {
            if (operation instanceof WriteEvents write) {
                written.addAll(write.getBatch());
            }
            return ProcessingSuccess.getInstance();
        });
        alice = world.alice();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void creatingTwiceAtOnceAndAgainMakesOneUser() {
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(world.send(alice, this::create));
        }
        assertThat(answers.stream().map(TenantWorld::await).distinct()).hasSize(1);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(1);
        assertThat(written.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void twoHundredParallelGuessesAreNoMoreThanAFewInARow() {
        world.ask(alice, this::create);
        List<CompletableFuture<Reply>> guesses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String guess = "wrong guess " + i;
            guesses.add(world.send(alice, to -> signIn(guess, to)));
        }
        assertThat(guesses.stream().map(TenantWorld::await))
                .allSatisfy(reply -> assertRefused(reply, Refused.Reason.INVALID_CREDENTIALS));
        assertThat(failures()).hasSize(200);
        assertThat(failures())
                .filteredOn(SessionEvent.SignInFailed::countsAsGuess)
                .hasSize(SETTINGS.lockoutFailures());
        assertThat(failures())
                .filteredOn(failed -> !failed.countsAsGuess())
                .allMatch(failed -> failed.reason().equals("locked_out"));
        assertRefused(world.ask(alice, to -> signIn(PASSWORD, to)), Refused.Reason.INVALID_CREDENTIALS);
        restart();
        assertRefused(world.ask(alice, to -> signIn(PASSWORD, to)), Refused.Reason.INVALID_CREDENTIALS);
        world.pass(SETTINGS.lockout());
        assertThat(world.ask(alice, to -> signIn(PASSWORD, to))).isInstanceOf(SessionCommand.SignedIn.class);
    }

    @Test
    void theRightPasswordAmongParallelGuessesIsFoundOnlyWithinTheLimit() {
        world.ask(alice, this::create);
        List<CompletableFuture<Reply>> guesses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String guess = i == 50 ? PASSWORD : "wrong guess " + i;
            guesses.add(world.send(alice, to -> signIn(guess, to)));
        }
        assertThat(guesses.stream().map(TenantWorld::await)).allMatch(Refused.class::isInstance);
    }

    @Test
    void moreGuessesThanCanWaitAreShedAndEveryOneIsAnswered() {
        world.ask(alice, this::create);
        List<CompletableFuture<Reply>> guesses = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            guesses.add(world.send(alice, to -> signIn("wrong guess", to)));
        }
        assertThat(guesses.stream().map(TenantWorld::await)).allMatch(Refused.class::isInstance);
        assertThat(failures())
                .filteredOn(SessionEvent.SignInFailed::countsAsGuess)
                .hasSize(SETTINGS.lockoutFailures());
    }

    @Test
    void parallelRedemptionsOfOneCodeGiveOneGrantAtMost() {
        world.ask(alice, this::create);
        UserBoundToken code = code(session());
        List<CompletableFuture<Reply>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tries.add(world.send(alice, to -> redeem(code, to)));
        }
        assertThat(tries.stream().map(TenantWorld::await).filter(GrantCommand.Granted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void everythingOpenSurvivesARestart() {
        world.ask(alice, this::create);
        UserBoundToken session = session();
        UserBoundToken open = code(session);
        UserBoundToken refresh =
                token(((GrantCommand.Granted) world.ask(alice, to -> redeem(code(session), to))).refreshToken());
        restart();
        assertThat(world.ask(alice, to -> new SessionCommand.Check(ACME, ALICE, session.id(), session.secret(), to)))
                .isInstanceOf(SessionCommand.Session.class);
        assertThat(world.ask(alice, to -> redeem(open, to))).isInstanceOf(GrantCommand.Granted.class);
        Reply refreshed = world.ask(alice, to -> refresh(refresh, to));
        assertThat(refreshed).isInstanceOf(GrantCommand.Granted.class);
        restart();
        assertRefused(world.ask(alice, to -> refresh(refresh, to)), Refused.Reason.INVALID_GRANT);
        assertRefused(
                world.ask(alice, to -> refresh(token(((GrantCommand.Granted) refreshed).refreshToken()), to)),
                Refused.Reason.INVALID_GRANT);
    }

    @Test
    void othersCommandsAreNotFound() {
        world.ask(alice, this::create);
        assertRefused(
                world.ask(alice, to -> new AccountCommand.Get(new Slug("globex"), ALICE, to)),
                Refused.Reason.NOT_FOUND);
        assertRefused(
                world.ask(alice, to -> new AccountCommand.Get(ACME, new UserId("bob-00001"), to)),
                Refused.Reason.NOT_FOUND);
        assertRefused(
                world.ask(alice, to -> new AccountCommand.Delete(new Slug("globex"), ALICE, ACT, to)),
                Refused.Reason.NOT_FOUND);
        assertThat(world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to)))
                .isInstanceOf(AccountCommand.User.class);
    }

    @Test
    void anAbsentUserSaysSoAndGoesToSleep() {
        assertRefused(world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to)), Refused.Reason.NOT_FOUND);
        world.shard.expectMessageClass(ClusterSharding.Passivate.class);
        assertRefused(
                world.ask(alice, to -> redeem(new UserBoundToken(ALICE, "some-code", new Secret("s")), to)),
                Refused.Reason.INVALID_GRANT);
        world.shard.expectMessageClass(ClusterSharding.Passivate.class);
        assertThat(world.journal.persistedInStorage(ID)).isEmpty();
    }

    @Test
    void nobodyGoesToSleepOverAnAnswerUnderWay() {
        // Half a second of hashing: the question in between surely comes while it is under way.
        WorkspaceSettings slow = cost(13);
        var signIn = world.send(
                alice,
                to -> new SessionCommand.SignIn(
                        ACME, ALICE, new PasswordInput(PASSWORD), SignInGoal.PLAIN, slow, ACT, to));
        world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to));
        assertRefused(await(signIn), Refused.Reason.INVALID_CREDENTIALS);
        var created = world.send(alice, to -> create(slow, to));
        world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to));
        assertThat(await(created)).isInstanceOf(AccountCommand.User.class);
        assertThat(world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to)))
                .isInstanceOf(AccountCommand.User.class);
        world.shard.expectNoMessage();
    }

    @Test
    void anOldPasswordThatIsStillBeingCheckedOpensNothingAfterANewOne() {
        // A tenth of a second of checking: the new password comes meanwhile, or else ends the session.
        world.ask(alice, to -> create(cost(11), to));
        var signIn = world.send(alice, to -> signIn(PASSWORD, to));
        world.ask(
                alice,
                to -> new AccountCommand.SetPassword(
                        ACME, ALICE, new PasswordInput("battery staple"), false, SETTINGS, ACT, to));
        await(signIn);
        assertThat(((SessionCommand.Sessions) world.ask(alice, to -> new SessionCommand.ListAll(ACME, ALICE, to)))
                        .items())
                .isEmpty();
        assertThat(world.ask(alice, to -> signIn("battery staple", to))).isInstanceOf(SessionCommand.SignedIn.class);
    }

    @Test
    void aDeletedUserIsGoneAlsoAfterARestart() {
        world.ask(alice, this::create);
        UserBoundToken session = session();
        assertThat(world.ask(alice, to -> new AccountCommand.Delete(ACME, ALICE, ACT, to)))
                .isEqualTo(new Done());
        for (int round = 0; round < 2; round++) {
            assertRefused(world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to)), Refused.Reason.NOT_FOUND);
            assertRefused(
                    world.ask(alice, to -> new SessionCommand.Check(ACME, ALICE, session.id(), session.secret(), to)),
                    Refused.Reason.INVALID_TOKEN);
            assertRefused(world.ask(alice, to -> signIn(PASSWORD, to)), Refused.Reason.INVALID_CREDENTIALS);
            assertRefused(world.ask(alice, this::create), Refused.Reason.CONFLICT);
            restart();
        }
    }

    @Test
    void aSnapshotIsTakenAndTheUserComesBackFromIt() {
        world.ask(alice, this::create);
        for (int i = 0; i < 210; i++) {
            world.ask(alice, to -> signIn(PASSWORD, to));
        }
        UserBoundToken session = session();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (world.journal.persistedInStorage(ID).size() >= 120 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(world.snapshots.persistedInStorage(ID)).isNotEmpty();
        assertThat(world.journal.persistedInStorage(ID))
                .as("the journal reaches back to the snapshot before")
                .hasSizeLessThan(120);
        restart();
        assertThat(((SessionCommand.Sessions) world.ask(alice, to -> new SessionCommand.ListAll(ACME, ALICE, to)))
                        .items())
                .hasSize(50);
        assertThat(world.ask(alice, to -> new SessionCommand.Check(ACME, ALICE, session.id(), session.secret(), to)))
                .isInstanceOf(SessionCommand.Session.class);
    }

    @Test
    void aPasswordIsChangedAndTheOldOneIsWrong() {
        world.ask(alice, this::create);
        assertRefused(
                world.ask(
                        alice,
                        to -> new AccountCommand.SetPassword(
                                ACME, ALICE, new PasswordInput("short"), SETTINGS, ACT, to)),
                Refused.Reason.INVALID);
        world.ask(
                alice,
                to -> new AccountCommand.SetPassword(
                        ACME, ALICE, new PasswordInput("battery staple"), SETTINGS, ACT, to));
        assertRefused(world.ask(alice, to -> signIn(PASSWORD, to)), Refused.Reason.INVALID_CREDENTIALS);
        assertThat(world.ask(alice, to -> signIn("battery staple", to))).isInstanceOf(SessionCommand.SignedIn.class);
        assertRefused(
                world.ask(alice, to -> signIn("battery staple" + "x".repeat(80), to)),
                Refused.Reason.INVALID_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2y$"})
    void anImportedHashIsMadeAnewAtTheNextSignInAndNothingElseChanges(String version) {
        String imported = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(5)).replace("$2a$", version);
        AccountCommand.Create template = create(null);
        world.ask(
                alice,
                to -> new AccountCommand.Create(
                        ACME, ALICE, template.profile(), null, new Secret(imported), SETTINGS, ACT, to));
        assertRefused(world.ask(alice, to -> signIn("a wrong one", to)), Refused.Reason.INVALID_CREDENTIALS);
        UserBoundToken session = session();
        assertThat(rehashedOnce()).startsWith("$2b$04$");
        session();
        assertThat(rehashed()).as("once is enough").hasSize(1);
        assertThat(world.ask(alice, to -> new SessionCommand.Check(ACME, ALICE, session.id(), session.secret(), to)))
                .isInstanceOf(SessionCommand.Session.class);
        restart();
        session();
    }

    @Test
    void aRaisedCostTakesEffectAtTheNextSignIn() {
        world.ask(alice, this::create);
        world.ask(
                alice,
                to -> new SessionCommand.SignIn(
                        ACME, ALICE, new PasswordInput(PASSWORD), SignInGoal.PLAIN, cost(6), ACT, to));
        assertThat(rehashedOnce()).startsWith("$2b$06$");
        session();
        assertThat(rehashed()).as("a lowered one does not weaken it").hasSize(1);
    }

    private String rehashedOnce() {
        return world.kit.createTestProbe().awaitAssert(Duration.ofSeconds(20), () -> {
            assertThat(rehashed()).hasSize(1);
            return rehashed().getFirst();
        });
    }

    private List<String> rehashed() {
        List<String> hashes = new ArrayList<>();
        for (Object event : written) {
            if (event instanceof Recorded<?>(var at, var act, AccountEvent.PasswordRehashed(var hash))) {
                hashes.add(hash);
            }
        }
        return hashes;
    }

    private void restart() {
        world.kit.stop(alice);
        alice = world.alice();
    }

    private List<SessionEvent.SignInFailed> failures() {
        List<SessionEvent.SignInFailed> failed = new ArrayList<>();
        for (Object event : written) {
            if (event instanceof Recorded<?>(var at, var act, SessionEvent.SignInFailed f)) {
                failed.add(f);
            }
        }
        return failed;
    }

    private UserBoundToken session() {
        return token(((SessionCommand.SignedIn) world.ask(alice, to -> signIn(PASSWORD, to))).cookie());
    }

    private UserBoundToken code(UserBoundToken session) {
        var request = new GrantCommand.CodeRequest(
                "app-1",
                "https://rp.example/cb",
                Set.of("openid", "offline_access"),
                null,
                null,
                true,
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                null);
        return token(((GrantCommand.CodeIssued) world.ask(
                        alice,
                        to -> new GrantCommand.IssueCode(
                                ACME, ALICE, session.id(), session.secret(), request, SETTINGS, ACT, to)))
                .code());
    }

    private static UserBoundToken token(Secret token) {
        return UserBoundToken.parse(token.reveal()).orElseThrow();
    }

    private GrantCommand.RedeemCode redeem(UserBoundToken code, ActorRef<Reply> to) {
        return new GrantCommand.RedeemCode(
                ACME,
                ALICE,
                code.id(),
                code.secret(),
                "app-1",
                "https://rp.example/cb",
                null,
                null,
                false,
                Narrowing.NONE,
                SETTINGS,
                ACT,
                to);
    }

    private GrantCommand.Refresh refresh(UserBoundToken token, ActorRef<Reply> to) {
        return new GrantCommand.Refresh(
                ACME, ALICE, token.id(), token.secret(), "app-1", null, null, Narrowing.NONE, SETTINGS, ACT, to);
    }

    private AccountCommand.Create create(ActorRef<Reply> to) {
        return create(SETTINGS, to);
    }

    private AccountCommand.Create create(WorkspaceSettings settings, ActorRef<Reply> to) {
        return new AccountCommand.Create(
                ACME,
                ALICE,
                new UserProfile(
                        "alice", null, false, null, false, null, null, null, null, null, UserProfile.More.NOTHING),
                new PasswordInput(PASSWORD),
                null,
                settings,
                ACT,
                to);
    }

    private SessionCommand.SignIn signIn(String password, ActorRef<Reply> to) {
        return new SessionCommand.SignIn(ACME, ALICE, new PasswordInput(password), SignInGoal.PLAIN, SETTINGS, ACT, to);
    }

    private static WorkspaceSettings cheap(WorkspaceSettings s) {
        return TenantWorld.withCost(s, 4);
    }

    private static WorkspaceSettings cost(int cost) {
        return TenantWorld.withCost(WorkspaceSettings.DEFAULTS, cost);
    }

    private static void assertRefused(Reply reply, Refused.Reason reason) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}

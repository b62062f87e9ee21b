package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.SessionDecisions;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many guesses at once tell a name that somebody has from one that nobody has by nothing: the attacker has this whole test's view. */
class StrangerTest {
    private static final UserId NOBODY = new UserId("nobody-0001");
    /** More than the costs of an imported hash, so that a cheaper one would show. */
    private static final int COST = 6;

    private static final WorkspaceSettings SETTINGS = TenantWorld.withCost(WorkspaceSettings.DEFAULTS, COST);

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<UserMessage> alice;
    private ActorRef<UserMessage> nobody;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        alice = world.alice();
        nobody = world.stranger(NOBODY);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 11, 60, 200, 400})
    void aBurstOfGuessesIsAnsweredAlikeForTheSameWork(int guesses) {
        create(COST);
        assertThat(burst(nobody, NOBODY, guesses)).isEqualTo(burst(alice, ALICE, guesses));
        assertThat(burst(nobody, NOBODY, 30)).as("again").isEqualTo(burst(alice, ALICE, 30));
        world.pass(SETTINGS.lockout());
        assertThat(burst(nobody, NOBODY, 30)).as("after the lock-out").isEqualTo(burst(alice, ALICE, 30));
    }

    @Test
    void guessesInARowLockOutAlike() {
        create(COST);
        for (int i = 0; i < SETTINGS.lockoutFailures() + 2; i++) {
            assertThat(burst(nobody, NOBODY, 1)).isEqualTo(burst(alice, ALICE, 1));
        }
        assertThat(burst(nobody, NOBODY, 40)).as("while locked out").isEqualTo(burst(alice, ALICE, 40));
    }

    @Test
    void aPasswordOfAnOlderCheaperPolicyIsNotToldByItsTime() {
        create(4);
        assertThat(burst(nobody, NOBODY, 25)).isEqualTo(burst(alice, ALICE, 25));
    }

    @Test
    void oneWithoutAPasswordIsNotToldEither() {
        assertThat(world.ask(alice, to -> create(ALICE, null, COST, to))).isNotInstanceOf(Refused.class);
        assertThat(burst(nobody, NOBODY, 25)).isEqualTo(burst(alice, ALICE, 25));
        assertThat(burst(nobody, NOBODY, 25)).isEqualTo(burst(alice, ALICE, 25));
    }

    @Test
    void aStrangerIsNobodyForEverythingElseAndCannotBecomeSomebody() {
        List<BiFunction<UserId, ActorRef<Reply>, UserMessage>> commands = List.of(
                (id, to) -> create(id, new PasswordInput("correct horse"), COST, to),
                (id, to) -> new SessionCommand.ListAll(ACME, id, to));
        for (var command : commands) {
            assertThat(world.ask(nobody, to -> command.apply(NOBODY, to)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_FOUND));
        }
        assertThat(world.journal.persistedInStorage("Stranger|acme/" + NOBODY)).isEmpty();
    }

    @Test
    void noPasswordIsAStrangers() {
        for (String guess : List.of("", "-", "x".repeat(5_000), "nul\0")) {
            assertThat(world.ask(nobody, to -> signIn(NOBODY, guess, to))).isInstanceOf(Refused.class);
        }
        assertThat(world.journal.persistedInStorage("Stranger|acme/" + NOBODY).toString())
                .contains("SignInFailed")
                .doesNotContain("xxxx");
    }

    /** What the guesser gets, how often; and how much work was done for it. */
    private Map<String, Integer> burst(ActorRef<UserMessage> entity, UserId id, int guesses) {
        world.hashing.forget();
        // Whoever comes after the first were judged would be another burst.
        world.hashing.hold();
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < guesses; i++) {
            String guess = "wrong guess " + i;
            answers.add(world.send(entity, to -> signIn(id, guess, to)));
        }
        world.hashing.release();
        Map<String, Integer> told = new TreeMap<>();
        answers.stream().map(TenantWorld::await).forEach(reply -> told.merge(reply.toString(), 1, Integer::sum));
        told.put(
                "key expansions",
                world.hashing.costs().stream().mapToInt(cost -> 1 << cost).sum());
        assertThat(told).as("somebody was judged").containsKey(refusal());
        return told;
    }

    private static String refusal() {
        return SessionDecisions.invalidCredentials().toString();
    }

    private void create(int cost) {
        assertThat(world.ask(alice, to -> create(ALICE, new PasswordInput("correct horse"), cost, to)))
                .isNotInstanceOf(Refused.class);
    }

    private static AccountCommand.Create create(
            UserId id, @Nullable PasswordInput password, int cost, ActorRef<Reply> to) {
        UserProfile profile = new UserProfile(
                "alice", null, false, null, false, null, null, null, null, null, UserProfile.More.NOTHING);
        return new AccountCommand.Create(
                ACME, id, profile, password, null, TenantWorld.withCost(SETTINGS, cost), ACT, to);
    }

    private static SessionCommand.SignIn signIn(UserId id, String password, ActorRef<Reply> to) {
        return new SessionCommand.SignIn(ACME, id, new PasswordInput(password), SignInGoal.PLAIN, SETTINGS, ACT, to);
    }
}

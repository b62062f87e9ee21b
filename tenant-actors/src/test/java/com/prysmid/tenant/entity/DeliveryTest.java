package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.entity.AppsOutside.Got;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.DeliveryEvent.Ending;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.DeliveryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What apps get when a session ends, and what is left where it ends badly. */
class DeliveryTest {
    private static final String ID = "User|acme/alice-0001";
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<UserMessage> alice;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        alice = world.alice();
        world.outside.logoutUris.put("app-1", "https://one.example/logout");
        world.ask(
                alice,
                to -> new AccountCommand.Create(
                        ACME,
                        ALICE,
                        new UserProfile(
                                "alice",
                                null,
                                false,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                null,
                                UserProfile.More.NOTHING),
                        new PasswordInput(PASSWORD),
                        null,
                        WorkspaceSettings.DEFAULTS,
                        ACT,
                        to));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theAppIsToldAndAnAppThatDoesNotWantToKnowIsNot() {
        UserBoundToken session = sessionOf("app-1", "app-2");
        signOut(session);

        await(() -> settled().size() == 2);

        assertThat(world.outside.got)
                .containsExactly(new Got("https://one.example/logout", "logout_token=" + session.id(), 200));
        assertThat(settled())
                .extracting(DeliveryEvent.Settled::ending)
                .containsExactlyInAnyOrder(Ending.DELIVERED, Ending.UNWANTED);
    }

    @Test
    void aServerThatFailsIsAskedAgainSoon() {
        world.outside.answers.addAll(List.of(500, 0));
        signOut(sessionOf("app-1"));

        awaitAttempt(1);
        pass(Duration.ofSeconds(2));
        awaitAttempt(2);
        pass(Duration.ofSeconds(7));
        await(() -> !settled().isEmpty());

        assertThat(world.outside.got).extracting(Got::status).containsExactly(500, 0, 200);
        assertThat(settled().getFirst().attempts()).isEqualTo(3);
        assertThat(events(DeliveryEvent.Postponed.class))
                .as("not worth an event")
                .isEmpty();
    }

    @Test
    void whatIsOwedSurvivesTheEntityAndIsDeliveredWithoutBeingAsked() {
        world.outside.answers.add(503);
        signOut(sessionOf("app-1"));
        await(() -> world.outside.got.size() == 1);

        world.kit.stop(alice);
        alice = world.alice();

        await(() -> settled().size() == 1);
        assertThat(settled().getFirst().ending()).isEqualTo(Ending.DELIVERED);
    }

    @Test
    void aBackOffIsNotForgottenByARestart() {
        signOut(sessionOf("app-1"), 500, 500, 500, 500, 500);
        for (int i = 1; i < 5; i++) {
            awaitAttempt(i);
            // Longer than each of the first four pauses.
            pass(Duration.ofMinutes(3));
        }
        awaitAttempt(5);
        await(() -> events(DeliveryEvent.Postponed.class).size() == 2);

        world.kit.stop(alice);
        alice = world.alice();
        wake();

        assertThat(world.outside.got).hasSize(5);
        pass(Duration.ofMinutes(12));
        await(() -> settled().size() == 1);
        assertThat(settled().getFirst().attempts()).isEqualTo(6);
    }

    @Test
    void aDeletedUserOwesToTheEnd() {
        sessionOf("app-1");
        world.outside.answers.add(503);
        assertThat(world.ask(alice, to -> new AccountCommand.Delete(ACME, ALICE, ACT, to)))
                .isEqualTo(new Done());
        await(() -> world.outside.got.size() == 1);
        world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to));
        world.shard.expectNoMessage();

        world.kit.stop(alice);
        alice = world.alice();

        await(() -> settled().size() == 1);
    }

    private void signOut(UserBoundToken session, Integer... answers) {
        world.outside.answers.addAll(List.of(answers));
        assertThat(world.ask(
                        alice,
                        to -> new SessionCommand.SignOut(
                                ACME, ALICE, session.id(), session.secret(), null, true, ACT, to)))
                .isInstanceOf(SessionCommand.SignedOut.class);
    }

    /** Until its result has been taken note of, at the time that it is now. */
    private void awaitAttempt(int number) {
        await(() -> world.outside.got.size() == number);
        // The first may overtake the result on its way back; the second does not.
        wake();
        wake();
    }

    private void pass(Duration time) {
        world.pass(time);
        wake();
    }

    private void wake() {
        world.ask(alice, to -> new DeliveryCommand.Wake(ACME, ALICE, to));
    }

    private UserBoundToken sessionOf(String... clientIds) {
        var in = (SessionCommand.SignedIn) world.ask(
                alice,
                to -> new SessionCommand.SignIn(
                        ACME,
                        ALICE,
                        new PasswordInput(PASSWORD),
                        SignInGoal.PLAIN,
                        WorkspaceSettings.DEFAULTS,
                        ACT,
                        to));
        UserBoundToken session = UserBoundToken.parse(in.cookie().reveal()).orElseThrow();
        for (String clientId : clientIds) {
            var request = new GrantCommand.CodeRequest(
                    clientId,
                    "https://rp.example/cb",
                    Set.of("openid"),
                    null,
                    null,
                    false,
                    GrantDetails.NONE,
                    null,
                    null);
            world.ask(
                    alice,
                    to -> new GrantCommand.IssueCode(
                            ACME, ALICE, session.id(), session.secret(), request, WorkspaceSettings.DEFAULTS, ACT, to));
        }
        return session;
    }

    private List<DeliveryEvent.Settled> settled() {
        return events(DeliveryEvent.Settled.class);
    }

    private <E extends DeliveryEvent> List<E> events(Class<E> type) {
        List<E> found = new ArrayList<>();
        for (Object written : world.journal.persistedInStorage(ID)) {
            if (written instanceof Recorded<?> recorded && type.isInstance(recorded.event())) {
                found.add(type.cast(recorded.event()));
            }
        }
        return found;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}

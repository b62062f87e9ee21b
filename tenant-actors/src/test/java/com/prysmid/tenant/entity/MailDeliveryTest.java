package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.MailDecisions;
import com.prysmid.tenant.decide.MailDecisions.Addressee;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.DeliveryEvent.Ending;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.mail.Letter;
import com.prysmid.tenant.mail.PostOutcome;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.DeliveryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mails, from the commit that owes them to the post, whatever happens in between. */
class MailDeliveryTest {
    private static final String ID = "User|acme/alice-0001";
    private static final String ADDRESS = "alice@example.org";

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<UserMessage> alice;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        alice = world.alice();
        world.ask(
                alice,
                to -> new AccountCommand.Create(
                        ACME,
                        ALICE,
                        new UserProfile(
                                "alice",
                                ADDRESS,
                                true,
                                null,
                                false,
                                null,
                                null,
                                null,
                                "es",
                                null,
                                UserProfile.More.NOTHING),
                        new PasswordInput("correct horse"),
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
    void aServerThatIsDownForAnHourLosesNothingAndGetsItOnce() {
        for (int i = 0; i < 12; i++) {
            world.post.outcomes.add(new PostOutcome.Failed("unreachable"));
        }
        changePassword();
        for (int i = 1; i <= 12; i++) {
            awaitAttempt(i);
            pass(Duration.ofMinutes(13));
        }
        await(() -> settled().size() == 1);

        assertThat(settled().getFirst().ending()).isEqualTo(Ending.DELIVERED);
        assertThat(world.post.tried).hasSize(13);
        assertThat(world.post.tried)
                .extracting(Letter::id)
                .as("one mail, whoever counts")
                .containsOnly(world.post.tried.peek().id());
        pass(Duration.ofDays(1));
        assertThat(world.post.tried).hasSize(13);
    }

    @Test
    void whatWaitsSurvivesTheEntity() {
        world.post.outcomes.add(new PostOutcome.Failed("unreachable"));
        changePassword();
        awaitAttempt(1);

        world.kit.stop(alice);
        alice = world.alice();
        await(() -> settled().size() == 1);

        Letter letter = new ArrayList<>(world.post.tried).getLast();
        assertThat(letter.address()).isEqualTo(ADDRESS);
        assertThat(letter.locale()).isEqualTo("es");
        assertThat(letter.kind()).isEqualTo(MailKind.PASSWORD_CHANGED);
        assertThat(letter.home().issuer()).isEqualTo("https://auth.acme.example");
    }

    @Test
    void aRefusalIsFinalAndNeitherReasonNorEndNamesTheAddress() {
        world.post.outcomes.add(new PostOutcome.Refused("smtp_550"));
        changePassword();
        await(() -> settled().size() == 1);

        assertThat(settled().getFirst().ending()).isEqualTo(Ending.REFUSED);
        assertThat(settled().getFirst().reason()).isEqualTo("smtp_550");
        assertThat(settled().getFirst().message().toString()).doesNotContain(ADDRESS);
        pass(Duration.ofDays(1));
        assertThat(world.post.tried).hasSize(1);
    }

    @Test
    void anErasedUsersLastMailGoesOutAndThenTheAddressIsForgotten() {
        world.post.outcomes.add(new PostOutcome.Failed("unreachable"));
        assertThat(world.ask(alice, to -> new AccountCommand.Delete(ACME, ALICE, ACT, to)))
                .isEqualTo(new Done());
        awaitAttempt(1);

        world.kit.stop(alice);
        alice = world.alice();
        await(() -> events(DeliveryEvent.Cleared.class).size() == 1);

        assertThat(world.post.tried).extracting(Letter::kind).containsOnly(MailKind.ACCOUNT_DELETED);
        assertThat(settled().getFirst().ending()).isEqualTo(Ending.DELIVERED);
    }

    @Test
    void aSecretIsOpenedOnlyWhenItsMailIsSent() {
        world.kit.stop(alice);
        DeliveryEvent owed = MailDecisions.secret(
                MailKind.PASSWORD_RESET,
                ALICE,
                new Addressee(ADDRESS, null),
                Map.of(),
                new Secret("alice-0001.t.s3cret"),
                world.seal,
                world.now().plus(Duration.ofHours(1)),
                world.now());
        world.journal.persistForRecovery(ID, List.of(new Recorded<UserEvent>(world.now(), ACT, owed)));
        alice = world.alice();

        await(() -> settled().size() == 1);

        assertThat(world.post.tried).extracting(Letter::secret).containsExactly(new Secret("alice-0001.t.s3cret"));
    }

    @Test
    void aLinkThatHasEndedIsNotMailedAnyMore() {
        world.kit.stop(alice);
        DeliveryEvent owed = MailDecisions.secret(
                MailKind.PASSWORD_RESET,
                ALICE,
                new Addressee(ADDRESS, null),
                Map.of(),
                new Secret("alice-0001.t.s3cret"),
                world.seal,
                world.now().plus(Duration.ofHours(1)),
                world.now());
        world.journal.persistForRecovery(ID, List.of(new Recorded<UserEvent>(world.now(), ACT, owed)));
        world.pass(Duration.ofHours(1));
        alice = world.alice();

        await(() -> settled().size() == 1);

        assertThat(settled().getFirst().reason()).isEqualTo("expired");
        assertThat(world.post.tried).isEmpty();
    }

    private void changePassword() {
        assertThat(world.ask(
                        alice,
                        to -> new AccountCommand.SetPassword(
                                ACME,
                                ALICE,
                                new PasswordInput("another horse"),
                                false,
                                WorkspaceSettings.DEFAULTS,
                                ACT,
                                to)))
                .isInstanceOf(AccountCommand.User.class);
    }

    private void awaitAttempt(int number) {
        await(() -> world.post.tried.size() == number);
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

package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.DeliveryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sign-up that nobody completes, asleep or awake, goes when it is woken in time, and not before. */
@Timeout(60)
class SignUpExpiryTest {
    private static final String ID = "User|acme/alice-0001";
    private static final String ADDRESS = "alice@example.org";

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<UserMessage> alice;

    @BeforeEach
    void signUp() throws Exception {
        world = new TenantWorld(directory);
        alice = world.alice();
        assertThat(world.ask(
                        alice,
                        to -> new TicketCommand.SignUp(
                                ACME,
                                ALICE,
                                new UserProfile(
                                        ADDRESS,
                                        ADDRESS,
                                        false,
                                        null,
                                        false,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        UserProfile.More.NOTHING),
                                new PasswordInput("correct horse battery"),
                                new Secret("b".repeat(43)),
                                WorkspaceSettings.DEFAULTS,
                                new Act(Actor.ANONYMOUS, null, null, null, "sign-up"),
                                to)))
                .isEqualTo(new Done());
        while (events().stream().noneMatch(recorded -> recorded.event() instanceof DeliveryEvent.Settled)) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void itIsErasedOnceByTheSystemAfterItWasPutToSleep() {
        world.kit.stop(alice);
        world.pass(Duration.ofDays(8).minusSeconds(1));
        alice = world.alice();
        wake();
        assertThat(get()).isInstanceOf(AccountCommand.User.class);

        world.kit.stop(alice);
        world.pass(Duration.ofSeconds(1));
        alice = world.alice();
        wake();
        wake();
        assertThat(get())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NOT_FOUND));
        List<Recorded<?>> deleted = events().stream()
                .filter(recorded -> recorded.event() instanceof AccountEvent.Deleted)
                .toList();
        assertThat(deleted).hasSize(1);
        assertThat(deleted.getFirst().act().actor()).isEqualTo(Actor.SYSTEM);
        assertThat(events().getLast()).as("nothing after it").isEqualTo(deleted.getFirst());
    }

    @Test
    void theOutboxSaysWhen() {
        assertThat(events().getLast().event())
                .isInstanceOfSatisfying(
                        DeliveryEvent.Settled.class,
                        settled ->
                                assertThat(settled.due()).isEqualTo(world.now().plus(Duration.ofDays(8))));
    }

    private void wake() {
        world.ask(alice, to -> new DeliveryCommand.Wake(ACME, ALICE, to));
    }

    private com.prysmid.tenant.protocol.Reply get() {
        return world.ask(alice, to -> new AccountCommand.Get(ACME, ALICE, to));
    }

    private List<Recorded<?>> events() {
        return world.journal.persistedInStorage(ID).stream()
                .<Recorded<?>>map(written -> (Recorded<?>) written)
                .toList();
    }
}

package com.prysmid.tenant.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.RandomSource;
import com.prysmid.tenant.decide.AppDraft;
import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.DeviceCommand.Begun;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCode;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class DeviceRequestsTest {
    private static final Slug SLUG = new Slug("acme");
    private static final List<String> SOMEBODY = List.of("user u1");

    private final DeviceRequests devices = new DeviceRequests(new RandomSecrets(RandomSource.secure()));
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final WorkspaceState state = WorkspaceState.ABSENT.apply(
            new Recorded<>(now, Act.bySystem("test"), new AppEvent.Registered("p1", "tv", AppDraft.web(), null, null)));

    @Test
    void eachPollTooSoonMakesTheNextWaitFiveSecondsLonger() {
        Begun begun = begin("tv");
        assertThat(poll(begun)).isEqualTo("authorization_pending");
        pass(4);
        assertThat(poll(begun)).isEqualTo("slow_down");
        pass(9);
        assertThat(poll(begun)).as("ten seconds by now").isEqualTo("slow_down");
        pass(15);
        assertThat(poll(begun)).isEqualTo("authorization_pending");
        pass(14);
        assertThat(poll(begun)).as("for good").isEqualTo("slow_down");
    }

    @Test
    void anAnswerIsGivenOnceAndCarriedAwayOnce() {
        Begun begun = begin("tv");
        assertThat(answer(approve(begun))).isInstanceOf(Done.class);
        assertThat(reason(approve(begun))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(reason(look(begun.userCode()))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(answer(new DeviceCommand.Poll(SLUG, begun.deviceCode(), "tv", nobody())))
                .isEqualTo(new DeviceCommand.Approved(new Secret("code")));
        assertThat(poll(begun)).isEqualTo("invalid_grant");
    }

    @Test
    void itEndsAfterTenMinutesAndIsForgottenLater() {
        Begun begun = begin("tv");
        pass(599);
        assertThat(answer(look(begun.userCode())))
                .isInstanceOfSatisfying(
                        DeviceCommand.Waiting.class,
                        waiting -> assertThat(waiting.request().life()).isEqualTo(Duration.ofSeconds(1)));
        pass(1);
        assertThat(reason(look(begun.userCode()))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(reason(approve(begun))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(poll(begun)).isEqualTo("expired_token");
        pass(300);
        assertThat(poll(begun)).isEqualTo("invalid_grant");
    }

    @Test
    void anotherClientsPollIsUnknownAndCarriesNothingAway() {
        Begun begun = begin("tv");
        answer(approve(begun));
        assertThat(reason(new DeviceCommand.Poll(SLUG, begun.deviceCode(), "radio", nobody())))
                .isEqualTo(Refused.Reason.INVALID_GRANT);
        assertThat(answer(new DeviceCommand.Poll(SLUG, begun.deviceCode(), "tv", nobody())))
                .isInstanceOf(DeviceCommand.Approved.class);
    }

    @Test
    void oneAppsFloodLeavesRoomForOthers() {
        for (int i = 0; i < 2_000; i++) {
            begin("tv");
        }
        assertThat(reason(beginning("tv"))).isEqualTo(Refused.Reason.OVERLOADED);
        begin("radio");
        pass(900);
        begin("tv");
    }

    @Test
    void guessesAreLimitedPerPersonAndInAllForTenMinutes() {
        Begun begun = begin("tv");
        for (int i = 0; i < WrongGuesses.PER_GUESSER; i++) {
            assertThat(reason(guess("u1"))).isEqualTo(Refused.Reason.NOT_FOUND);
        }
        assertThat(reason(look(begun.userCode()))).as("even a right one").isEqualTo(Refused.Reason.GUESSED_TOO_OFTEN);
        for (int i = WrongGuesses.PER_GUESSER; i < WrongGuesses.IN_ALL; i++) {
            assertThat(reason(guess("other" + i))).isEqualTo(Refused.Reason.NOT_FOUND);
        }
        assertThat(reason(guess("another"))).isEqualTo(Refused.Reason.GUESSED_TOO_OFTEN);
        pass(600);
        assertThat(reason(guess("u1"))).isEqualTo(Refused.Reason.NOT_FOUND);
    }

    @Test
    void userCodesAreReadInAnyDress() {
        UserCode code = new UserCode("BCDFGHJK");
        assertThat(code.shown()).isEqualTo("BCDF-GHJK");
        for (String typed : List.of("BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "b.c.d.f_g–h-j-k")) {
            assertThat(UserCode.parse(typed)).as(typed).contains(code);
        }
        for (String typed : List.of("", "BCDF-GHJ", "BCDF-GHJKL", "ABCD-EFGH", "BCDF/GHJK", "B".repeat(65))) {
            assertThat(UserCode.parse(typed)).as(typed).isEmpty();
        }
        assertThat(Math.pow(UserCode.ALPHABET.length(), UserCode.LENGTH)).isGreaterThan(Math.pow(2, 34));
    }

    private Begun begin(String app) {
        return (Begun) answer(beginning(app));
    }

    private DeviceCommand beginning(String app) {
        return new DeviceCommand.Begin(SLUG, app, Set.of("openid"), true, GrantDetails.NONE, nobody());
    }

    private DeviceCommand look(UserCode code) {
        return new DeviceCommand.Look(SLUG, code, SOMEBODY, nobody());
    }

    private DeviceCommand guess(String user) {
        return new DeviceCommand.Look(SLUG, new UserCode("ZZZZZZZZ"), List.of("user " + user), nobody());
    }

    private DeviceCommand approve(Begun begun) {
        return new DeviceCommand.Approve(SLUG, begun.userCode(), new Secret("code"), nobody());
    }

    private String poll(Begun begun) {
        return ((Refused) answer(new DeviceCommand.Poll(SLUG, begun.deviceCode(), "tv", nobody()))).code();
    }

    private Refused.Reason reason(DeviceCommand command) {
        return ((Refused) answer(command)).reason();
    }

    private Reply answer(DeviceCommand command) {
        return devices.answer(state, command, now);
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    /** Nothing here sends anything. */
    @SuppressWarnings("NullAway")
    private static ActorRef<Reply> nobody() {
        return null;
    }
}

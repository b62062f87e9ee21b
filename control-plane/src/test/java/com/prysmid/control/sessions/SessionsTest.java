package com.prysmid.control.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.value.Actor;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Secret;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final MemberId MEMBER = new MemberId("usr-1");
    private static final Person PERSON = new Person("Ann", "ann@example.com");
    private static final Provenance BY = new Provenance(Actor.member("usr-1"), "req-1", "192.0.2.1", null);

    /** A clock that a test moves by hand. */
    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-11-24T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hand clock = new Hand();
    private final SecureRandom random = new SecureRandom();
    private final SessionSecret secret = SessionSecret.generate(random);
    private ActorTestKit kit;
    private ActorRef<SessionCommand> sessions;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
                .withFallback(
                        ConfigFactory.parseResources("control/persistence.conf").withOnlyPath("pekko.actor"))
                .withFallback(ConfigFactory.defaultReference()));
        sessions = kit.spawn(ConsoleSessions.create(clock));
        TestProbe<SessionCommand.Done> done = kit.createTestProbe();
        sessions.tell(
                new SessionCommand.Open(MEMBER, secret.digest(), PERSON.sealed(secret, random), BY, done.getRef()));
        done.receiveMessage();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private boolean recognised(SessionSecret held) {
        TestProbe<SessionCommand.Recognition> answer = kit.createTestProbe();
        sessions.tell(new SessionCommand.Recognise(held.digest(), answer.getRef()));
        return answer.receiveMessage().session().isPresent();
    }

    private void passes(Duration time) {
        clock.now = clock.now.plus(time);
    }

    private void restart() {
        kit.stop(sessions);
        sessions = kit.spawn(ConsoleSessions.create(clock));
    }

    @Test
    void aSessionEndsAnHourAfterItsLastUse() {
        for (int i = 0; i < 5; i++) {
            passes(Duration.ofMinutes(59));
            assertThat(recognised(secret)).isTrue();
        }
        passes(Duration.ofHours(1));
        assertThat(recognised(secret)).isFalse();
        assertThat(recognised(secret)).as("asking does not bring it back").isFalse();
    }

    @Test
    void aSessionEndsAfterTwelveHoursHoweverMuchItIsUsed() {
        for (int i = 0; i < 23; i++) {
            passes(Duration.ofMinutes(30));
            assertThat(recognised(secret)).isTrue();
        }
        passes(Duration.ofMinutes(30));
        assertThat(recognised(secret)).isFalse();
    }

    @Test
    void aRestartKeepsSessionsAndForgetsAtMostTenMinutesOfTheirUse() {
        passes(Duration.ofMinutes(50));
        assertThat(recognised(secret)).isTrue();
        passes(Duration.ofMinutes(9));
        assertThat(recognised(secret)).isTrue();
        restart();
        passes(Duration.ofMinutes(50));
        assertThat(recognised(secret)).isTrue();
        restart();
        passes(Duration.ofHours(1));
        assertThat(recognised(secret)).isFalse();
    }

    @Test
    void aSessionThatWasEndedStaysEndedAndOthersAreNone() {
        assertThat(recognised(SessionSecret.generate(random))).isFalse();
        TestProbe<SessionCommand.Done> done = kit.createTestProbe();
        sessions.tell(new SessionCommand.Close(secret.digest(), BY, done.getRef()));
        done.receiveMessage();
        assertThat(recognised(secret)).isFalse();
        restart();
        assertThat(recognised(secret)).isFalse();
    }

    @Test
    void nothingThatIsKeptOpensASessionOrSaysWhoIsInIt() {
        assertThat(recognised(secret)).isTrue();
        assertThat(PersistenceTestKit.create(kit.system()).persistedInStorage("ConsoleSessions|all"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.toString())
                        .doesNotContain(secret.secret().reveal())
                        .doesNotContain(secret.antiForgery().reveal())
                        .doesNotContain("ann@example.com")
                        .doesNotContain("Ann"));
        // What is stored is no other secret either: not the digest, nor what is derived for another purpose.
        SessionSecret digest = new SessionSecret(new Secret(secret.digest().text()));
        assertThat(recognised(digest)).isFalse();
        assertThat(digest.antiForgery()).isNotEqualTo(secret.antiForgery());
        assertThat(secret.protects(secret.antiForgery().reveal())).isTrue();
        assertThat(secret.protects(secret.digest().text())).isFalse();
        assertThat(secret.protects("")).isFalse();
    }

    @Test
    void whoIsInASessionIsReadWithItsOwnSecretOnly() {
        String sealed = PERSON.sealed(secret, random);
        assertThat(Person.opened(sealed, secret)).isEqualTo(PERSON);
        assertThatThrownBy(() -> Person.opened(sealed, SessionSecret.generate(random)))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause();
        assertThat(PERSON + " " + secret)
                .doesNotContain("ann")
                .doesNotContain(secret.secret().reveal());
    }
}

package com.prysmid.control.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTokensTest {
    private static final DisplayName NAME = new DisplayName("deploy");
    private static final Provenance BY = new Provenance(Actor.operator("tok_0"), "req-1", null, null);
    private static final TokenRights RIGHTS =
            new TokenRights(Set.of(Scope.READ_WORKSPACES, Scope.READ_AUDIT), Instant.parse("2026-11-25T08:00:00Z"));
    private static final Sha256 KEY = Sha256.of("key");

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
    private ActorTestKit kit;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
                .withFallback(
                        ConfigFactory.parseResources("control/persistence.conf").withOnlyPath("pekko.actor"))
                .withFallback(ConfigFactory.defaultReference()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aTokenIsRecognisedAfterARestartAndOnlyItsDigestIsStored() {
        ApiToken token = ApiToken.generate(new SecureRandom());
        ActorRef<TokenCommand> tokens = kit.spawn(ApiTokens.create(clock));
        TestProbe<Tokens.Creation> created = kit.createTestProbe();
        tokens.tell(new TokenCommand.Create("tok_1", NAME, RIGHTS, null, token, BY, null, created.getRef()));
        assertThat(created.receiveMessage()).isInstanceOf(Tokens.Creation.Created.class);
        kit.stop(tokens);
        assertThat(PersistenceTestKit.create(kit.system()).persistedInStorage("ApiTokens|all"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.toString())
                        .contains(token.digest().text())
                        .doesNotContain(token.secret().reveal()));

        ActorRef<TokenCommand> again = kit.spawn(ApiTokens.create(clock));
        TestProbe<TokenCommand.Recognition> recognised = kit.createTestProbe();
        again.tell(new TokenCommand.Recognise(token.digest(), recognised.getRef()));
        recognised.expectMessage(
                new TokenCommand.Recognition(Optional.of(new TokenHolder(Actor.token("tok_1"), RIGHTS, null))));
        again.tell(new TokenCommand.Recognise(Sha256.of("other"), recognised.getRef()));
        recognised.expectMessage(new TokenCommand.Recognition(Optional.empty()));
    }

    @Test
    void aRepeatedRequestShowsTheSameTokenForMinutesAndThenNoMore() {
        ActorRef<TokenCommand> tokens = kit.spawn(ApiTokens.create(clock));
        TestProbe<Tokens.Creation> created = kit.createTestProbe();
        tokens.tell(create("tok_1", created));
        Tokens.Creation first = created.receiveMessage();
        tokens.tell(create("tok_2", created));
        assertThat(created.receiveMessage()).isEqualTo(first);

        clock.now = clock.now.plus(Duration.ofMinutes(11));
        tokens.tell(create("tok_3", created));
        assertThat(created.receiveMessage()).isEqualTo(new Tokens.Creation.ShownAlready("tok_1"));
    }

    @Test
    void aTokenEndsWhenItsTimeIsOver() {
        ActorRef<TokenCommand> tokens = kit.spawn(ApiTokens.create(clock));
        ApiToken token = make(tokens);
        TestProbe<TokenCommand.Recognition> recognised = kit.createTestProbe();
        clock.now = clock.now.plus(Duration.ofDays(1)).minusMillis(1);
        tokens.tell(new TokenCommand.Recognise(token.digest(), recognised.getRef()));
        assertThat(recognised.receiveMessage().holder()).isPresent();
        clock.now = clock.now.plusMillis(1);
        tokens.tell(new TokenCommand.Recognise(token.digest(), recognised.getRef()));
        assertThat(recognised.receiveMessage().holder()).isEmpty();
        assertThat(views(tokens)).as("and is still shown").hasSize(1);
    }

    @Test
    void theLastUseIsExactWhileItRunsAndNotedOnceAnHour() {
        ActorRef<TokenCommand> tokens = kit.spawn(ApiTokens.create(clock));
        ApiToken token = make(tokens);
        assertThat(views(tokens).getFirst().lastUsedAt()).as("never").isNull();
        Instant first = clock.now;
        TestProbe<TokenCommand.Recognition> recognised = kit.createTestProbe();
        for (int i = 0; i < 6; i++) {
            tokens.tell(new TokenCommand.Recognise(token.digest(), recognised.getRef()));
            recognised.receiveMessage();
            assertThat(views(tokens).getFirst().lastUsedAt()).isEqualTo(clock.now);
            clock.now = clock.now.plus(Duration.ofMinutes(14));
        }
        tokens.tell(new TokenCommand.Recognise(Sha256.of("other"), recognised.getRef()));
        recognised.receiveMessage();
        kit.stop(tokens);
        assertThat(PersistenceTestKit.create(kit.system()).persistedInStorage("ApiTokens|all"))
                .as("made, and used twice")
                .hasSize(3);
        assertThat(views(kit.spawn(ApiTokens.create(clock))).getFirst().lastUsedAt())
                .as("what was noted, of what was exact before")
                .isEqualTo(first.plus(Duration.ofMinutes(70)));
    }

    private ApiToken make(ActorRef<TokenCommand> tokens) {
        ApiToken token = ApiToken.generate(new SecureRandom());
        TestProbe<Tokens.Creation> created = kit.createTestProbe();
        tokens.tell(new TokenCommand.Create("tok_1", NAME, RIGHTS, null, token, BY, null, created.getRef()));
        created.receiveMessage();
        return token;
    }

    private List<TokenView> views(ActorRef<TokenCommand> tokens) {
        TestProbe<TokenCommand.Views> views = kit.createTestProbe();
        tokens.tell(new TokenCommand.Page(null, null, 10, views.getRef()));
        return views.receiveMessage().tokens();
    }

    @Test
    void aTokenNeverShowsItselfByAccident() {
        ApiToken token = ApiToken.generate(new SecureRandom());
        assertThat(token.toString()).doesNotContain(token.secret().reveal());
        assertThatThrownBy(() -> new ApiToken(new Secret("prysm_short")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("prysm_short");
        assertThat(ApiToken.parse(token.secret().reveal())).contains(token);
        assertThat(ApiToken.parse(token.secret().reveal() + "x")).isEmpty();
    }

    private static TokenCommand create(String id, TestProbe<Tokens.Creation> replyTo) {
        return new TokenCommand.Create(
                id, NAME, RIGHTS, null, ApiToken.generate(new SecureRandom()), BY, KEY, replyTo.getRef());
    }
}

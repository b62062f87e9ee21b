package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.SettingsEvent;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SettingsCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsDecisionsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void everySettingHasItsBounds() {
        bounds("access_token_lifetime", Duration.ofMinutes(1), DAY, (p, d) -> p.accessToken = d);
        bounds("id_token_lifetime", Duration.ofMinutes(1), DAY, (p, d) -> p.idToken = d);
        bounds(
                "authorization_code_lifetime",
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                (p, d) -> p.authorizationCode = d);
        bounds("refresh_token_idle_lifetime", Duration.ofMinutes(5), YEAR, (p, d) -> {
            p.refreshIdle = d;
            p.refreshAbsolute = YEAR;
        });
        bounds("refresh_token_absolute_lifetime", Duration.ofMinutes(5), YEAR, (p, d) -> {
            p.refreshIdle = Duration.ofMinutes(5).minus(Duration.ofSeconds(0));
            p.refreshAbsolute = d;
        });
        bounds("session_idle_lifetime", Duration.ofMinutes(5), YEAR, (p, d) -> {
            p.sessionIdle = d;
            p.sessionAbsolute = YEAR;
        });
        bounds("key_rotation_period", DAY, Duration.ofDays(730), (p, d) -> p.keyRotation = d);
        bounds("key_publication_lead", Duration.ofMinutes(5), Duration.ofDays(30), (p, d) -> p.keyLead = d);
        bounds("lockout_duration", Duration.ofSeconds(10), DAY, (p, d) -> p.lockout = d);
        counts("password_hash_cost", 4, 14, (p, n) -> p.bcryptCost = n);
        counts("password_min_length", 8, 64, (p, n) -> p.passwordMinLength = n);
        counts("lockout_failures", 3, 100, (p, n) -> p.lockoutFailures = n);
    }

    @Test
    void everyDurationIsAWholeNumberOfSeconds() {
        assertFields(update(p -> p.accessToken = Duration.ofMillis(60_500)), "access_token_lifetime");
    }

    @Test
    void whatGoesIdleDoesSoBeforeItEnds() {
        assertFields(update(p -> p.refreshIdle = Duration.ofDays(91)), "refresh_token_idle_lifetime");
        assertFields(update(p -> p.refreshAbsolute = Duration.ofDays(29)), "refresh_token_idle_lifetime");
        assertFields(update(p -> p.sessionAbsolute = Duration.ofDays(6)), "session_idle_lifetime");
        assertThat(update(p -> {
                    p.sessionAbsolute = Duration.ofHours(1);
                    p.sessionIdle = Duration.ofHours(1);
                }))
                .isInstanceOf(WorkspaceDescription.class);
    }

    @Test
    void whatIsNotGivenStaysAndWhatChangedIsNamed() {
        Reply first = update(p -> {
            p.name = "New name";
            p.lockoutFailures = 5;
            p.bcryptCost = 10;
        });
        assertThat(acme.events).hasSize(1);
        assertThat(((SettingsEvent.Changed) acme.events.getFirst()).changed())
                .containsExactly("name", "lockout_failures");
        assertThat(acme.state.settings().accessToken()).isEqualTo(WorkspaceSettings.DEFAULTS.accessToken());
        assertThat(first)
                .isEqualTo(ProvisioningDecisions.describe(acme.state, WorkspaceStory.SLUG, WorkspaceStory.ISSUER));
        assertThat(update(p -> p.lockoutFailures = 5)).isEqualTo(first);
        assertThat(acme.events).isEmpty();
        assertFields(update(p -> p.name = ""), "name");
    }

    private void bounds(String field, Duration least, Duration most, BiConsumer<Draft, Duration> set) {
        assertThat(update(p -> set.accept(p, least))).as(field).isInstanceOf(WorkspaceDescription.class);
        assertThat(update(p -> set.accept(p, most))).as(field).isInstanceOf(WorkspaceDescription.class);
        assertNamed(update(p -> set.accept(p, least.minusSeconds(1))), field);
        assertNamed(update(p -> set.accept(p, most.plusSeconds(1))), field);
        assertNamed(update(p -> set.accept(p, least.negated())), field);
    }

    private void counts(String field, int least, int most, BiConsumer<Draft, Integer> set) {
        assertThat(update(p -> set.accept(p, least))).as(field).isInstanceOf(WorkspaceDescription.class);
        assertThat(update(p -> set.accept(p, most))).as(field).isInstanceOf(WorkspaceDescription.class);
        assertFields(update(p -> set.accept(p, least - 1)), field);
        assertFields(update(p -> set.accept(p, most + 1)), field);
    }

    /** A value out of bounds may also be out of order with its neighbour. */
    private static void assertNamed(Reply reply, String field) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        com.prysmid.tenant.protocol.Refused.class,
                        refused ->
                                assertThat(refused.fields()).extracting("field").contains(field));
    }

    private Reply update(Consumer<Draft> change) {
        return acme.commit(SettingsDecisions.update(acme.state, patch(change), WorkspaceStory.ISSUER));
    }

    static SettingsCommand.Update patch(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return new SettingsCommand.Update(WorkspaceStory.SLUG, draft.done(), WorkspaceStory.ACT, Nobody.replies());
    }

    static final class Draft {
        @Nullable
        String name;

        @Nullable
        Duration accessToken;

        @Nullable
        Duration idToken;

        @Nullable
        Duration authorizationCode;

        @Nullable
        Duration refreshIdle;

        @Nullable
        Duration refreshAbsolute;

        @Nullable
        Duration sessionIdle;

        @Nullable
        Duration sessionAbsolute;

        @Nullable
        Duration keyRotation;

        @Nullable
        Duration keyLead;

        @Nullable
        Integer bcryptCost;

        @Nullable
        Integer passwordMinLength;

        @Nullable
        Integer lockoutFailures;

        @Nullable
        Duration lockout;

        SettingsCommand.SettingsPatch done() {
            return new SettingsCommand.SettingsPatch(
                    name,
                    accessToken,
                    idToken,
                    authorizationCode,
                    refreshIdle,
                    refreshAbsolute,
                    sessionIdle,
                    sessionAbsolute,
                    keyRotation,
                    keyLead,
                    bcryptCost,
                    passwordMinLength,
                    lockoutFailures,
                    lockout,
                    SettingsCommand.ProtocolPatch.KEEP,
                    SettingsCommand.PeoplePatch.KEEP);
        }
    }
}

package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa;
import com.prysmid.tenant.protocol.PeoplePolicy.Passwords;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
    private static final String SIXTY_FOUR = "only the length of a password counts, and never what kind it is.";

    private WorkspaceSettings settings = WorkspaceSettings.DEFAULTS;

    @Test
    void fromEightToSixtyFourCharactersAndMoreWhateverTheyAre() {
        assertThat(codes("7 chars")).containsExactly("too_short");
        assertThat(codes("8 chars ")).isEmpty();
        assertThat(SIXTY_FOUR).hasSize(64);
        assertThat(codes(SIXTY_FOUR)).isEmpty();
        assertThat(codes(SIXTY_FOUR + " Really.")).isEmpty();
    }

    @Test
    void whatBcryptWouldCutOffIsRefused() {
        assertThat(codes(SIXTY_FOUR + " Really!!")).containsExactly("too_long");
        assertThat(codes("\u00FC\u00F6\u00E4".repeat(13))).contains("too_long");
        assertThat(codes("good enough\u0000")).containsExactly("characters");
        assertThat(codes("good enough\uD800")).containsExactly("characters");
    }

    @Test
    void lengthIsThatOfTheNormalizedPassword() {
        // Seven letters, each with an accent of its own.
        assertThat(codes("a\u0301e\u0301i\u0301o\u0301u\u0301n\u0303c\u0327")).containsExactly("too_short");
    }

    @Test
    void thePolicyMayAskForMoreWhereThePasswordIsAlone() {
        people(new PeoplePolicy(null, null, null, new Passwords(15)));
        assertThat(codes("fourteen chars")).containsExactly("too_short");
        assertThat(codes("fifteen chars..")).isEmpty();

        people(new PeoplePolicy(null, new Mfa(Mfa.Requirement.REQUIRED, null, null), null, new Passwords(15)));
        assertThat(codes("fourteen chars")).isEmpty();
    }

    @Test
    void aSecondFactorThatIsNotAskedForDoesNotMakeAShortPasswordLongEnough() {
        UserStory story = UserStory.ofAlice();
        story.commit(Decision.accept(new FactorEvent.TotpAdded("f1", "App", "sealed", 1), new Done()));
        UserState withApp = story.state;
        for (Mfa.Requirement requirement : Mfa.Requirement.values()) {
            people(new PeoplePolicy(null, new Mfa(requirement, List.of("p:admin"), null), null, new Passwords(15)));
            assertThat(PasswordRules.minLength(withApp, settings))
                    .as("with a factor, %s", requirement)
                    .isEqualTo(requirement == Mfa.Requirement.OFF ? 15 : 8);
            assertThat(PasswordRules.minLength(UserStory.ofAlice().state, settings))
                    .as("without one, %s", requirement)
                    .isEqualTo(requirement == Mfa.Requirement.REQUIRED ? 8 : 15);
        }
        people(new PeoplePolicy(
                null, new Mfa(Mfa.Requirement.OPTIONAL, null, List.of(FactorType.PASSKEY)), null, new Passwords(15)));
        assertThat(PasswordRules.minLength(withApp, settings))
                .as("one of a kind that does not count")
                .isEqualTo(15);
    }

    @Test
    void easilyGuessedOnesAreRefusedBySayingWhy() {
        assertThat(codes("Password123")).containsExactly("too_common");
        assertThat(codes("abcabcabcabc")).containsExactly("too_simple");
        assertThat(codes("Ms.Alice.77")).containsExactly("contains_name");
    }

    private void people(PeoplePolicy people) {
        settings = WorkspaceSettings.DEFAULTS.withPeople(people);
    }

    private List<String> codes(String password) {
        UserStory alice = UserStory.ofAlice();
        return PasswordRules.check(
                        new PasswordInput(password), alice.state, UserStory.profile("alice"), UserStory.SLUG, settings)
                .map(refused ->
                        refused.fields().stream().map(field -> field.code()).toList())
                .orElse(List.of());
    }
}

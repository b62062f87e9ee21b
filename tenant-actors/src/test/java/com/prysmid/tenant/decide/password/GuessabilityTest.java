package com.prysmid.tenant.decide.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.UserProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessabilityTest {
    private static final UserProfile ADA = new UserProfile(
            "ada.lovelace",
            "countess@example.com",
            true,
            null,
            false,
            "Augusta",
            "King-Noel",
            null,
            null,
            null,
            UserProfile.More.NOTHING);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password",
                "PASSWORD1",
                "p4$$w0rd",
                "iloveyou",
                "football2024",
                "Dragon123!",
                "trustno1!",
                "\uFF30\uFF41\uFF53\uFF53\uFF57\uFF4F\uFF52\uFF44" // full-width letters
            })
    void whatEverybodyTriesFirst(String password) {
        assertThat(Guessability.of(password, ADA, "acme")).contains(Guessability.COMMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzzzzzzzzzzz", "xk9xk9xk9xk9", "stuvwxyz", "1234abcd5678", "987654321098", "fdsalkjhpoiu"})
    void onePatternIsNoPassword(String password) {
        assertThat(Guessability.of(password, ADA, "acme")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada.lovelace",
                "AdaLovelace99",
                "l0v3l4c3-ada",
                "countess.of.a",
                "Augusta-King",
                "kingnoel1815",
                "lovelace@acme",
                "acme-ada-1!",
                "PrysmID-2026"
            })
    void aNameWithLittleBesidesIsNoPassword(String password) {
        assertThat(Guessability.of(password, ADA, "acme")).contains(Guessability.OWN_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "my password is a long phrase",
                "ada and charles built engines",
                "tr0ub4dor&3x",
                "gH7#kP2!",
                "зимний вечер",
                "\u5DE5\u65E5\u4EBA\u6C34\u706B\u6728\u91D1\u571F"
            })
    void anythingElseMayBeOne(String password) {
        assertThat(Guessability.of(password, ADA, "acme")).isEmpty();
    }

    @Test
    void theListIsWholeAndSmall() {
        assertThat(CommonPasswords.list().size()).isBetween(45_000, 50_000);
    }
}

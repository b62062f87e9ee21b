package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /** RFC 6238 appendix B: the ASCII text 12345678901234567890. */
    private static final Totp RFC = Totp.of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111L);

    /** The appendix has eight digits; six are their last. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void givesTheCodesOfTheSpecification(long seconds, String code) {
        assertThat(RFC.code(Totp.stepAt(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    @Test
    void aCodeIsGoodOneStepEarlyAndOneStepLateAndNoMore() {
        long step = Totp.stepAt(NOW);
        String code = RFC.code(step);
        assertThat(Stream.of(-60, -30, 0, 30, 60)
                        .map(off -> RFC.match(code, NOW.plusSeconds(off), Long.MIN_VALUE)
                                .isPresent()))
                .containsExactly(false, true, true, true, false);
    }

    @Test
    void aStepIsGoodOnceAndNoneBeforeItAfterwards() {
        long step = Totp.stepAt(NOW);
        assertThat(RFC.match(RFC.code(step), NOW, step - 1)).isEqualTo(OptionalLong.of(step));
        assertThat(RFC.match(RFC.code(step), NOW, step)).isEmpty();
        assertThat(RFC.match(RFC.code(step - 1), NOW, step)).isEmpty();
        assertThat(RFC.match(RFC.code(step + 1), NOW, step)).isEqualTo(OptionalLong.of(step + 1));
    }

    @ParameterizedTest
    @CsvSource({"''", "0", "50471", "0504710", "abcdef", "٠٥٠٤٧١"})
    void nothingButTheSixDigitsMatches(String typed) {
        assertThat(RFC.match(typed, NOW, Long.MIN_VALUE)).isEmpty();
    }

    @Test
    void aSecretHas160BitsAndIsNeverTheSame() {
        RandomSecrets random = new RandomSecrets(RandomSource.secure());
        assertThat(Totp.newSecret(random)).matches("[A-Z2-7]{32}").isNotEqualTo(Totp.newSecret(random));
        assertThatThrownBy(() -> Totp.of("GEZDGNBV")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Totp.of("not base 32!")).isInstanceOf(IllegalArgumentException.class);
        assertThat(RFC.toString()).doesNotContain("1234");
    }
}

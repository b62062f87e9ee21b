package com.prysmid.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.2);

    @Test
    void itDoublesUpToTheLongestAndStaysThereForEver() {
        assertThat(backOff.delay(1, null, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(backOff.delay(2, null, 0)).isEqualTo(Duration.ofMillis(400));
        assertThat(backOff.delay(8, null, 0)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(backOff.delay(9, null, 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backOff.delay(Integer.MAX_VALUE, null, 0)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void jitterShortensItByAtMostItsShare() {
        assertThat(backOff.delay(9, null, 0.5)).isEqualTo(Duration.ofSeconds(27));
        assertThat(backOff.delay(9, null, 1)).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    void whatTheDataPlaneAsksForIsTheLeast() {
        assertThat(backOff.delay(1, Duration.ofMinutes(2), 0)).isEqualTo(Duration.ofMinutes(2));
        assertThat(backOff.delay(9, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

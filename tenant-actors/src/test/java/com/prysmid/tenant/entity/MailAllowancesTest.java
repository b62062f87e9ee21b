package com.prysmid.tenant.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nobody's mailbox is flooded, and nobody's memory. */
class MailAllowancesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final MailAllowances allowances = new MailAllowances();

    @Test
    void fiveAnHourGoToOneAddressWhateverGoesToOthers() {
        for (int i = 0; i < 5; i++) {
            assertThat(allowances.admit("victim", NOW.plusSeconds(i))).isEqualTo(MailAdmitted.YES);
            assertThat(allowances.admit("other-" + i, NOW.plusSeconds(i))).isEqualTo(MailAdmitted.YES);
        }
        Instant later = NOW.plusSeconds(9);
        Instant first = NOW.plus(Duration.ofHours(1));
        assertThat(allowances.admit("victim", later)).isEqualTo(new MailAdmitted(first, true));
        assertThat(allowances.admit("victim", later)).as("told once").isEqualTo(new MailAdmitted(first, false));
        assertThat(allowances.admit("other-0", later)).isEqualTo(MailAdmitted.YES);

        assertThat(allowances.admit("victim", first))
                .as("the first is an hour ago")
                .isEqualTo(MailAdmitted.YES);
        assertThat(allowances.admit("victim", first)).isEqualTo(new MailAdmitted(first.plusSeconds(1), true));
    }

    @Test
    void whatIsAnHourAgoIsForgottenAndTheRestIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            allowances.admit("address-" + i, NOW);
        }
        assertThat(allowances.remembered()).isLessThanOrEqualTo(10_000);
        allowances.admit("one", NOW.plus(Duration.ofHours(1)));
        assertThat(allowances.remembered()).isEqualTo(1);
    }
}

package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Fate DELETED = new Fate.Deleted(NOW, new Backup(1, "00"));

    @Test
    void aCreationThatEndedMakesNothingMore() {
        assertThat(DeletionDecisions.refuseStep(new Fate.UnderWay())).contains(ProvisioningDecisions.deleted());
        assertThat(DeletionDecisions.refuseStep(DELETED)).contains(ProvisioningDecisions.deleted());
        assertThat(DeletionDecisions.refuseStep(new Fate.Purged())).contains(ProvisioningDecisions.deleted());
    }

    @Test
    void theSlugIsKeptForWhoeverMayComeBack() {
        assertThat(DeletionDecisions.refuseStep(new Fate.AnothersDeletion()))
                .contains(ProvisioningDecisions.slugInUse());
        assertThat(refusePurge(new Fate.AnothersDeletion())).contains(ProvisioningDecisions.slugInUse());
    }

    @Test
    void whoIsThereGoesOn() {
        assertThat(DeletionDecisions.refuseStep(new Fate.Untold())).isEmpty();
        assertThat(DeletionDecisions.refuseStep(new Fate.Restored())).isEmpty();
    }

    private static Optional<Refused> refusePurge(Fate fate) {
        return DeletionDecisions.refusePurge(fate, NOW, Duration.ZERO);
    }

    @Test
    void noBackupIsPurgedBeforeItsTimeWhoeverAsks() {
        Duration keep = Duration.ofDays(30);
        assertThat(DeletionDecisions.refusePurge(DELETED, NOW.plus(keep).minusMillis(1), keep))
                .map(Refused::code)
                .contains("backup_kept");
        assertThat(DeletionDecisions.refusePurge(DELETED, NOW.plus(keep), keep)).isEmpty();
    }

    @Test
    void onlyAWholeBackupIsPurged() {
        assertThat(refusePurge(DELETED)).isEmpty();
        assertThat(refusePurge(new Fate.Purged())).as("again").isEmpty();
        assertThat(refusePurge(new Fate.UnderWay())).contains(DeletionDecisions.notDeleted());
        assertThat(refusePurge(new Fate.Restored())).contains(DeletionDecisions.notDeleted());
        assertThat(refusePurge(new Fate.Untold())).contains(DeletionDecisions.notDeleted());
    }
}

package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import org.junit.jupiter.api.Test;

class DeletionDecisionsTest {
    private static final Fate DELETED = new Fate.Deleted(new Backup(1, "00"));

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
        assertThat(DeletionDecisions.refusePurge(new Fate.AnothersDeletion()))
                .contains(ProvisioningDecisions.slugInUse());
    }

    @Test
    void whoIsThereGoesOn() {
        assertThat(DeletionDecisions.refuseStep(new Fate.Untold())).isEmpty();
        assertThat(DeletionDecisions.refuseStep(new Fate.Restored())).isEmpty();
    }

    @Test
    void onlyAWholeBackupIsPurged() {
        assertThat(DeletionDecisions.refusePurge(DELETED)).isEmpty();
        assertThat(DeletionDecisions.refusePurge(new Fate.Purged())).as("again").isEmpty();
        assertThat(DeletionDecisions.refusePurge(new Fate.UnderWay())).contains(DeletionDecisions.notDeleted());
        assertThat(DeletionDecisions.refusePurge(new Fate.Restored())).contains(DeletionDecisions.notDeleted());
        assertThat(DeletionDecisions.refusePurge(new Fate.Untold())).contains(DeletionDecisions.notDeleted());
    }
}

package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.ACT;
import static com.prysmid.tenant.decide.WorkspaceStory.ISSUER;
import static com.prysmid.tenant.decide.WorkspaceStory.JWK;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProvisioningDecisionsTest {
    private final WorkspaceStory acme = new WorkspaceStory();

    @Test
    void everyStepTwiceIsAnsweredTheSameAndRecordedOnce() {
        Reply prepared = acme.prepare("creation-1");
        acme.pass(Duration.ofMinutes(1));
        assertThat(acme.prepare("creation-1")).isEqualTo(prepared);
        assertThat(acme.events).isEmpty();
        Reply activated = acme.activate("creation-1", JWK);
        assertThat(((WorkspaceDescription) activated).status()).isEqualTo(WorkspaceStatus.ACTIVE);
        acme.pass(Duration.ofMinutes(1));
        assertThat(acme.activate("creation-1", JWK)).isEqualTo(activated);
        assertThat(acme.events).isEmpty();
        assertThat(ProvisioningDecisions.describe(acme.state, SLUG, ISSUER)).isEqualTo(activated);
    }

    @Test
    void aSlugOfAnotherCreationIsInUse() {
        acme.prepare("creation-1");
        assertRefused(acme.prepare("creation-2"), Refused.Reason.CONFLICT);
        assertRefused(acme.activate("creation-2", JWK), Refused.Reason.CONFLICT);
        assertThat(acme.state.isActive()).isFalse();
    }

    @Test
    void nothingIsActivatedThatWasNotPrepared() {
        assertRefused(acme.activate("creation-1", JWK), Refused.Reason.NO_SUCH_WORKSPACE);
        assertThat(acme.state).isEqualTo(WorkspaceState.ABSENT);
    }

    @Test
    void aNewWorkspaceHasOneKeyThatSignsAndOneToCome() {
        acme.prepare("creation-1");
        assertThat(acme.state.keys().current("RS256").orElseThrow().kid()).isEqualTo("kid-1");
        assertThat(acme.state.keys().next("RS256").orElseThrow().kid()).isEqualTo("kid-2");
    }

    @Test
    void aBrokenAdminKeyActivatesNothing() {
        acme.prepare("creation-1");
        assertFields(acme.activate("creation-1", "{}"), "bootstrap_admin_jwk");
        assertFields(acme.activate("creation-1", WorkspaceStory.KEY.toJSONString()), "bootstrap_admin_jwk");
        assertThat(acme.state.isActive()).isFalse();
    }

    @Test
    void withoutAnAdminKeyThereIsNoAdmin() {
        acme.prepare("creation-1");
        assertThat(((WorkspaceDescription) acme.activate("creation-1", null)).bootstrapAdminClientId())
                .isNull();
        acme.activate("creation-1", JWK);
        assertThat(acme.state.serviceAccounts().byClientId())
                .as("not by activating again either")
                .isEmpty();
    }

    @Test
    void aWorkspaceIsClosedAndOpenedAgainByWhoMadeItAndNobodyElse() {
        acme.prepare("creation-1");
        assertRefused(suspend("creation-1"), Refused.Reason.WORKSPACE_NOT_ACTIVE);
        Reply active = acme.activate("creation-1", JWK);
        assertRefused(suspend("creation-2"), Refused.Reason.CONFLICT);
        assertThat(acme.state.isActive()).isTrue();

        Reply suspended = suspend("creation-1");
        assertThat(((WorkspaceDescription) suspended).status()).isEqualTo(WorkspaceStatus.SUSPENDED);
        assertThat(ProvisioningDecisions.describe(acme.state, SLUG, ISSUER)).isEqualTo(suspended);
        assertThat(suspend("creation-1")).isEqualTo(suspended);
        assertThat(acme.events).isEmpty();
        acme.activate("creation-1", JWK);
        assertThat(acme.state.isActive()).as("a repeated step opens nothing").isFalse();
        assertRefused(resume("creation-2"), Refused.Reason.CONFLICT);

        assertThat(resume("creation-1")).isEqualTo(active);
        assertThat(resume("creation-1")).isEqualTo(active);
        assertThat(acme.events).isEmpty();
        assertThat(acme.state.isActive()).isTrue();
    }

    private Reply suspend(String creationId) {
        return acme.commit(ProvisioningDecisions.suspend(
                acme.state, new ProvisioningCommand.Suspend(SLUG, creationId, ACT, Nobody.replies()), ISSUER));
    }

    private Reply resume(String creationId) {
        return acme.commit(ProvisioningDecisions.resume(
                acme.state, new ProvisioningCommand.Resume(SLUG, creationId, ACT, Nobody.replies()), ISSUER));
    }

    @Test
    void aNameIsCheckedBeforeAnyKeyIsMade() {
        assertThat(ProvisioningDecisions.prepareWithoutKeys(
                        acme.state,
                        new ProvisioningCommand.Prepare(SLUG, "creation-1", "", Plan.FREE, ACT, Nobody.replies()),
                        ISSUER))
                .hasValueSatisfying(decision -> assertFields(decision.reply(), "name"));
    }
}

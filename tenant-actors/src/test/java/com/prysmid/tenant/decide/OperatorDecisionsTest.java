package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.ACT;
import static com.prysmid.tenant.decide.WorkspaceStory.ISSUER;
import static com.prysmid.tenant.decide.WorkspaceStory.JWK;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorDecisionsTest {
    private static final PlanLimits LIMITS = new PlanLimits(90, 100, 3, 20);

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void theAccountHasTheOneRoleAndTheOneKey() {
        setKey("creation-1", JWK);
        assertThat(acme.state
                        .serviceAccounts()
                        .find("control-plane")
                        .orElseThrow()
                        .roles())
                .containsExactly("workspace.operator");
        setKey("creation-1", JWK);
        assertThat(acme.events).isEmpty();
        setKey("creation-1", WorkspaceStory.newKey().toPublicJWK().toJSONString());
        assertThat(acme.events).hasSize(1);
        assertFields(setKey("creation-1", WorkspaceStory.KEY.toJSONString()), "jwk");
        assertRefused(setKey("creation-2", JWK), Refused.Reason.CONFLICT);
    }

    @Test
    void nobodyInTheWorkspaceChangesIt() {
        setKey("creation-1", JWK);
        assertRefused(acme.updateAccount("control-plane", List.of("workspace.owner"), null), Refused.Reason.CONFLICT);
        assertRefused(acme.updateAccount("control-plane", null, WorkspaceStory.JWKS), Refused.Reason.CONFLICT);
    }

    @Test
    void aPlanSaysWhatMayBeUsed() {
        assertThat(acme.state.limits()).isEqualTo(PlanLimits.before(Plan.PRO));
        WorkspaceDescription told = (WorkspaceDescription) plan("creation-1", Plan.FREE, LIMITS);
        assertThat(told).isEqualTo(ProvisioningDecisions.describe(acme.state, SLUG, ISSUER));
        assertThat(told.limits()).isEqualTo(LIMITS);
        assertThat(plan("creation-1", Plan.FREE, LIMITS)).isEqualTo(told);
        assertThat(acme.events).isEmpty();
        assertRefused(plan("creation-2", Plan.FREE, LIMITS), Refused.Reason.CONFLICT);
        assertFields(
                plan("creation-1", Plan.FREE, new PlanLimits(0, -1, -1, 0)),
                "limits.audit_retention_days",
                "limits.monthly_active_users",
                "limits.custom_domains",
                "limits.requests_per_second");
    }

    @Test
    void afterTheEndHasBegunNothingElseDoes() {
        assertRefused(delete("creation-2"), Refused.Reason.CONFLICT);
        assertThat(delete("creation-1")).isEqualTo(new Done());
        assertThat(acme.state.isDeleting()).isTrue();
        assertThat(delete("creation-1")).isEqualTo(new Done());
        assertThat(acme.events).isEmpty();
        for (Reply late : List.of(
                acme.prepare("creation-1"),
                acme.activate("creation-1", JWK),
                setKey("creation-1", JWK),
                plan("creation-1", Plan.FREE, LIMITS),
                acme.commit(ProvisioningDecisions.resume(
                        acme.state,
                        new ProvisioningCommand.Resume(SLUG, "creation-1", ACT, Nobody.replies()),
                        ISSUER)))) {
            assertThat(late).isEqualTo(ProvisioningDecisions.deleted());
        }
        assertThat(acme.prepare("creation-2")).isEqualTo(ProvisioningDecisions.slugInUse());
        assertThat(acme.state.isDeleting()).isTrue();
    }

    @Test
    void whatWasPutBackIsThereAgainAndClosed() {
        assertThat(reinstate("creation-1")).as("nothing to undo").isEqualTo(new Done());
        assertThat(acme.state.isActive()).isTrue();
        delete("creation-1");
        assertThat(reinstate("creation-2")).isEqualTo(ProvisioningDecisions.slugInUse());
        assertThat(reinstate("creation-1")).isEqualTo(new Done());
        assertThat(acme.state.status()).isEqualTo(WorkspaceStatus.SUSPENDED);
        assertThat(reinstate("creation-1")).isEqualTo(new Done());
        assertThat(acme.events).isEmpty();
        assertThat(delete("creation-1")).as("and may be deleted again").isEqualTo(new Done());
        assertThat(acme.state.isDeleting()).isTrue();
    }

    private Reply reinstate(String creationId) {
        return acme.commit(OperatorDecisions.reinstate(
                acme.state, new ProvisioningCommand.Reinstate(SLUG, creationId, ACT, Nobody.replies())));
    }

    private Reply setKey(String creationId, String jwk) {
        return acme.commit(OperatorDecisions.setKey(
                acme.state, new ProvisioningCommand.SetOperatorKey(SLUG, creationId, jwk, ACT, Nobody.replies())));
    }

    private Reply plan(String creationId, Plan plan, PlanLimits limits) {
        return acme.commit(OperatorDecisions.applyPlan(
                acme.state,
                new ProvisioningCommand.ApplyPlan(SLUG, creationId, plan, limits, ACT, Nobody.replies()),
                ISSUER));
    }

    private Reply delete(String creationId) {
        return acme.commit(OperatorDecisions.beginDeletion(
                acme.state, new ProvisioningCommand.BeginDeletion(SLUG, creationId, ACT, Nobody.replies())));
    }
}

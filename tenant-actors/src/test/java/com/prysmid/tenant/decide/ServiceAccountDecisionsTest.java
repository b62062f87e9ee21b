package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.JWKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.ServiceAccountCommand.ServiceAccount;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServiceAccountDecisionsTest {
    private static final List<String> OWNER = List.of("workspace.owner");
    private static final List<String> AUDITOR = List.of("workspace.auditor");

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void theSameCreationTwiceIsAnsweredTheSameAndRecordedOnce() {
        Reply withSecret = acme.createAccount("robot", AUDITOR, null, null);
        Secret secret = Objects.requireNonNull(((ServiceAccount) withSecret).clientSecret());
        assertThat(acme.createAccount("robot", AUDITOR, null, secret)).isEqualTo(withSecret);
        assertThat(acme.events).isEmpty();
        Reply withKey = acme.createAccount("machine", AUDITOR, JWKS, null);
        assertThat(((ServiceAccount) withKey).clientSecret()).isNull();
        assertThat(acme.createAccount("machine", AUDITOR, JWKS, null)).isEqualTo(withKey);
        assertThat(acme.events).isEmpty();
    }

    @Test
    void aSecretThatAKeyReplacedIsNotToldAgain() {
        Reply created = acme.createAccount("robot", AUDITOR, null, null);
        acme.updateAccount("robot", null, JWKS);
        assertThat(acme.createAccount("robot", AUDITOR, JWKS, ((ServiceAccount) created).clientSecret()))
                .isInstanceOfSatisfying(
                        ServiceAccount.class,
                        told -> assertThat(told.clientSecret()).isNull());
    }

    @Test
    void anotherCreationUnderTheSameIdIsAConflictAlsoWithAnApp() {
        acme.createAccount("robot", AUDITOR, null, null);
        assertRefused(acme.createAccount("robot", OWNER, null, null), Refused.Reason.CONFLICT);
        assertRefused(acme.createAccount("robot", AUDITOR, JWKS, null), Refused.Reason.CONFLICT);
        acme.register("app-1", AppDraft.web());
        assertRefused(acme.createAccount("app-1", AUDITOR, null, null), Refused.Reason.CONFLICT);
    }

    @Test
    void everyMemberIsNamedWhereItIsWrong() {
        assertFields(
                acme.createAccount("robot", List.of("workspace.auditor", "workspace.god"), null, null), "roles[1]");
        assertFields(acme.createAccount("robot", List.of("workspace.owner", "workspace.owner"), null, null), "roles");
        assertFields(acme.createAccount("robot", AUDITOR, "{\"keys\":[]}", null), "jwks");
        assertFields(acme.updateAccount("bootstrap-admin", List.of("owner"), "{}"), "roles[0]", "jwks");
    }

    @Test
    void theLastOwnerStaysOwner() {
        assertRefused(acme.deleteAccount("bootstrap-admin"), Refused.Reason.CONFLICT);
        assertRefused(acme.updateAccount("bootstrap-admin", AUDITOR, null), Refused.Reason.CONFLICT);
        assertRefused(acme.updateAccount("bootstrap-admin", List.of(), null), Refused.Reason.CONFLICT);
        acme.createAccount("robot", AUDITOR, null, null);
        assertRefused(acme.deleteAccount("bootstrap-admin"), Refused.Reason.CONFLICT);
        acme.createAccount("second", OWNER, null, null);
        assertThat(acme.updateAccount("bootstrap-admin", AUDITOR, null)).isInstanceOf(ServiceAccount.class);
        assertRefused(acme.deleteAccount("second"), Refused.Reason.CONFLICT);
        assertThat(acme.deleteAccount("bootstrap-admin")).isEqualTo(new Done());
        assertRefused(acme.deleteAccount("second"), Refused.Reason.CONFLICT);
    }

    @Test
    void aKeyIsChangedAndASecretIsRotatedButNotTheOtherWayRound() {
        acme.createAccount("robot", AUDITOR, null, null);
        assertThat(rotate("robot"))
                .isInstanceOfSatisfying(
                        ServiceAccount.class,
                        account -> assertThat(account.clientSecret()).isNotNull());
        assertRefused(rotate("bootstrap-admin"), Refused.Reason.CONFLICT);
        assertRefused(rotate("nobody"), Refused.Reason.NOT_FOUND);
        assertRefused(acme.updateAccount("nobody", null, null), Refused.Reason.NOT_FOUND);
        assertRefused(acme.deleteAccount("nobody"), Refused.Reason.NOT_FOUND);
        acme.updateAccount("robot", AUDITOR, null);
        assertThat(acme.events).as("nothing changed").isEmpty();
    }

    private Reply rotate(String clientId) {
        return acme.commit(ServiceAccountDecisions.rotateSecret(
                acme.state,
                new ServiceAccountCommand.RotateSecret(
                        WorkspaceStory.SLUG, clientId, WorkspaceStory.ACT, Nobody.replies()),
                acme.random));
    }
}

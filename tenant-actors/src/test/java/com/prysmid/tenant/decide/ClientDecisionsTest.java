package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.ClientDecisions.ClientCheck;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientDecisionsTest {
    private static final List<String> METHODS =
            List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt");

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void anAppIsAuthenticatedByItsRegisteredMethodAndNoOther() {
        for (String registered : METHODS) {
            String id = "app-" + registered;
            var app = (AppCommand.App) acme.register(
                    id,
                    AppDraft.withMethod(registered, registered.equals("private_key_jwt") ? WorkspaceStory.JWKS : null));
            Secret secret = app.clientSecret() == null ? new Secret("") : app.clientSecret();
            credentials(id, secret).forEach((method, credential) -> {
                ClientCheck check = ClientDecisions.authenticate(acme.state, credential);
                if (!method.equals(registered)) {
                    assertThat(check)
                            .as("%s registered, %s used", registered, method)
                            .isEqualTo(new ClientCheck.Denied(ClientDecisions.refusal()));
                } else if (method.equals("private_key_jwt")) {
                    assertThat(check).isInstanceOf(ClientCheck.NeedsAssertion.class);
                } else {
                    assertThat(check).isInstanceOf(ClientCheck.Authenticated.class);
                }
            });
        }
    }

    @Test
    void anUnknownClientAndAWrongSecretAreToldAlike() {
        acme.register("app-1", AppDraft.web());
        ClientCheck wrong = ClientDecisions.authenticate(
                acme.state, new ClientCredential.SecretBasic("app-1", new Secret("guess")));
        assertThat(wrong).isInstanceOf(ClientCheck.Denied.class);
        assertThat(ClientDecisions.authenticate(
                        acme.state, new ClientCredential.SecretBasic("nobody", new Secret("guess"))))
                .isEqualTo(wrong);
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.SecretBasic("app-1", new Secret(""))))
                .isEqualTo(wrong);
    }

    @Test
    void aRotatedOrDeletedSecretIsVoidAtOnce() {
        Secret old = Objects.requireNonNull(((AppCommand.App) acme.register("app-1", AppDraft.web())).clientSecret());
        acme.commit(AppDecisions.rotateSecret(
                acme.state,
                new AppCommand.RotateSecret(WorkspaceStory.SLUG, "p1", "app-1", WorkspaceStory.ACT, Nobody.replies()),
                acme.secrets));
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.SecretBasic("app-1", old)))
                .isInstanceOf(ClientCheck.Denied.class);
    }

    @Test
    void aServiceAccountIsAuthenticatedByWhatItHas() {
        var account = (ServiceAccountCommand.ServiceAccount)
                acme.createAccount("robot", List.of("workspace.auditor"), null, null);
        Secret secret = Objects.requireNonNull(account.clientSecret());
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.SecretBasic("robot", secret)))
                .isInstanceOfSatisfying(ClientCheck.Authenticated.class, check -> {
                    assertThat(check.client().kind()).isEqualTo(ClientKind.SERVICE_ACCOUNT);
                    assertThat(check.client().scopes()).isEqualTo(Set.of(ClientDecisions.ADMIN_SCOPE));
                    assertThat(check.client().grantTypes()).containsExactly("client_credentials");
                    assertThat(check.client().roles()).containsExactly("workspace.auditor");
                });
        for (ClientCredential other : List.of(
                new ClientCredential.None("robot"),
                new ClientCredential.SecretPost("robot", secret),
                new ClientCredential.PrivateKeyJwt("robot", secret),
                new ClientCredential.None("bootstrap-admin"),
                new ClientCredential.SecretBasic("bootstrap-admin", new Secret("")))) {
            assertThat(ClientDecisions.authenticate(acme.state, other)).isInstanceOf(ClientCheck.Denied.class);
        }
        acme.updateAccount("robot", null, WorkspaceStory.JWKS);
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.SecretBasic("robot", secret)))
                .as("a key replaces the secret")
                .isInstanceOf(ClientCheck.Denied.class);
    }

    @Test
    void noAppMayEverAskForTheAdminScope() {
        acme.register("app-1", AppDraft.withMethod("none", null));
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.None("app-1")))
                .isInstanceOfSatisfying(
                        ClientCheck.Authenticated.class,
                        check -> assertThat(check.client().scopes()).doesNotContain(ClientDecisions.ADMIN_SCOPE));
    }

    private static Map<String, ClientCredential> credentials(String clientId, Secret secret) {
        return Map.of(
                "none", new ClientCredential.None(clientId),
                "client_secret_basic", new ClientCredential.SecretBasic(clientId, secret),
                "client_secret_post", new ClientCredential.SecretPost(clientId, secret),
                "private_key_jwt", new ClientCredential.PrivateKeyJwt(clientId, new Secret("a.b.c")));
    }
}

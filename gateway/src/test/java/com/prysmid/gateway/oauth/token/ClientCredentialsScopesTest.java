package com.prysmid.gateway.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientCredentialsScopesTest {
    @Test
    void aServiceAccountGetsTheAdminScopeByDefault() {
        assertThat(ClientCredentialsGrant.scopes(client(ClientKind.SERVICE_ACCOUNT, Set.of("urn:prysmid:admin")), null))
                .containsExactly("urn:prysmid:admin");
    }

    @Test
    void anAppGetsNothingThatSpeaksOfAPerson() {
        AuthenticatedClient app = client(ClientKind.APP, Set.of("openid", "email", "offline_access", "orders"));
        assertThat(ClientCredentialsGrant.scopes(app, null)).containsExactly("orders");
        assertThat(ClientCredentialsGrant.scopes(app, "orders")).containsExactly("orders");
        refused(app, "openid");
        refused(app, "orders openid");
    }

    @Test
    void nobodyGetsTheAdminScopeThatDoesNotHaveIt() {
        refused(client(ClientKind.APP, Set.of("orders")), "urn:prysmid:admin");
    }

    private static void refused(AuthenticatedClient client, String asked) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> ClientCredentialsGrant.scopes(client, asked))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("invalid_scope"));
    }

    private static AuthenticatedClient client(ClientKind kind, Set<String> scopes) {
        return new AuthenticatedClient(
                kind,
                "c",
                null,
                "client_secret_basic",
                List.of("client_credentials"),
                scopes,
                List.of(),
                null,
                null,
                null,
                WorkspaceSettings.DEFAULTS);
    }
}

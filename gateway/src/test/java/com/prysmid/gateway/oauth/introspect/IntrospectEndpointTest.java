package com.prysmid.gateway.oauth.introspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppClaims;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Delegation;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 7662 §4: whose business a token is. */
class IntrospectEndpointTest {
    private static final String ISSUER = "https://auth.acme.example";
    private static final String API = "https://api.example";

    @Test
    void aForeignAppLearnsNothing() {
        assertThat(IntrospectEndpoint.concerns(token("shop", "p1", ISSUER), app("spy", "p2")))
                .isFalse();
        assertThat(IntrospectEndpoint.concerns(token("shop", "p1", API), app("spy", "p2", API + "/")))
                .as("a resource is compared to the letter")
                .isFalse();
        assertThat(IntrospectEndpoint.concerns(token("robot", null, ISSUER), app("spy", "p2")))
                .as("of a service account")
                .isFalse();
    }

    @Test
    void itsClientItsProjectAndItsResourceServerMayAsk() {
        assertThat(IntrospectEndpoint.concerns(token("shop", "p1", ISSUER), app("shop", "p1")))
                .isTrue();
        assertThat(IntrospectEndpoint.concerns(token("shop", "p1", ISSUER), app("api", "p1")))
                .isTrue();
        assertThat(IntrospectEndpoint.concerns(token("shop", "p1", API), app("api", "p2", API)))
                .isTrue();
    }

    @Test
    void aServiceAccountMayAskForAll() {
        assertThat(IntrospectEndpoint.concerns(
                        token("shop", "p1", ISSUER), client(ClientKind.SERVICE_ACCOUNT, "s", null, null)))
                .isTrue();
    }

    private static AccessToken token(String clientId, @Nullable String projectId, String... audience) {
        return new AccessToken(
                "alice-0001",
                "alice-0001",
                projectId == null ? ClientKind.SERVICE_ACCOUNT : ClientKind.APP,
                clientId,
                projectId,
                Set.of("openid"),
                null,
                null,
                "jti-1",
                List.of(audience),
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                AppClaims.NONE,
                false,
                null,
                null,
                null,
                Delegation.NONE);
    }

    private static AuthenticatedClient app(String clientId, String projectId, String... resources) {
        return client(ClientKind.APP, clientId, projectId, metadata(List.of(resources)));
    }

    private static AuthenticatedClient client(
            ClientKind kind, String clientId, @Nullable String projectId, @Nullable AppMetadata app) {
        return new AuthenticatedClient(
                kind,
                clientId,
                projectId,
                "client_secret_basic",
                List.of("client_credentials"),
                Set.of(),
                List.of(),
                app,
                null,
                null,
                WorkspaceSettings.DEFAULTS);
    }

    private static AppMetadata metadata(List<String> resources) {
        return new AppMetadata(
                "API",
                "web",
                List.of(),
                List.of(),
                List.of("client_credentials"),
                List.of(),
                "client_secret_basic",
                null,
                null,
                "RS256",
                "jwt",
                null,
                null,
                null,
                null,
                AppMetadata.Authorization.DEFAULTS,
                new AppMetadata.Tokens(
                        "RS256", false, false, "public", null, resources, Map.of(), null, null, null, null, null),
                AppMetadata.ClientAuth.DEFAULTS,
                AppMetadata.Logout.DEFAULTS,
                AppMetadata.Ciba.DEFAULTS,
                AppMetadata.Software.DEFAULTS);
    }
}

package com.prysmid.gateway.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ciba.BackChannelTokenDeliveryMode;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.prysmid.gateway.http.Json;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerMetadataTest {
    private static final String ISSUER = "https://auth.acme.example:8443";
    private static final String MTLS = "https://auth.acme.example:8444";
    private final Map<String, Object> metadata = ServerMetadata.of(workspace(WorkspaceSettings.DEFAULTS), MTLS);

    @Test
    void aStandardClientReadsIt() throws com.nimbusds.oauth2.sdk.ParseException {
        OIDCProviderMetadata read =
                OIDCProviderMetadata.parse(new String(Json.write(metadata), StandardCharsets.UTF_8));
        assertThat(read.getIssuer().getValue()).isEqualTo(ISSUER);
        assertThat(read.getTokenEndpointURI()).hasToString(ISSUER + "/oauth/v2/token");
        assertThat(read.supportsAuthorizationResponseIssuerParam()).isTrue();
        assertThat(read.getPushedAuthorizationRequestEndpointURI()).hasToString(ISSUER + "/oauth/v2/par");
        assertThat(read.requiresPushedAuthorizationRequests()).isFalse();
        assertThat(read.supportsRequestParam()).isTrue();
        assertThat(read.supportsRequestURIParam()).isTrue();
        assertThat(read.requiresRequestURIRegistration()).isTrue();
        assertThat(read.getRequestObjectJWSAlgs())
                .extracting(JWSAlgorithm::getName)
                .containsExactly("RS256", "PS256", "ES256", "EdDSA", "Ed25519");
        assertThat(read.getBackChannelAuthenticationEndpointURI())
                .hasToString(ISSUER + "/oauth/v2/backchannel_authentication");
        assertThat(read.getBackChannelTokenDeliveryModes())
                .containsExactly(BackChannelTokenDeliveryMode.POLL, BackChannelTokenDeliveryMode.PING);
        assertThat(read.getBackChannelAuthenticationRequestJWSAlgs())
                .as("signed CIBA requests are not taken")
                .isNull();
        assertThat(read.supportsBackChannelLogout()).isTrue();
        assertThat(read.supportsBackChannelLogoutSession()).isTrue();
        assertThat(read.supportsFrontChannelLogout()).isTrue();
        assertThat(read.supportsFrontChannelLogoutSession()).isTrue();
    }

    @Test
    void clientsWithACertificateFindTheirPort() throws com.nimbusds.oauth2.sdk.ParseException {
        OIDCProviderMetadata read =
                OIDCProviderMetadata.parse(new String(Json.write(metadata), StandardCharsets.UTF_8));
        assertThat(read.supportsTLSClientCertificateBoundAccessTokens()).isTrue();
        assertThat(read.getReadOnlyMtlsEndpointAliases().getTokenEndpointURI())
                .hasToString("https://auth.acme.example:8444/oauth/v2/token");
        assertThat(MtlsAliases.of(metadata, ISSUER, MTLS))
                .isEqualTo(metadata.get("mtls_endpoint_aliases"))
                .doesNotContainKey("authorization_endpoint")
                .allSatisfy((name, uri) -> assertThat(uri)
                        .isEqualTo(String.valueOf(metadata.get(name)).replace(":8443", ":8444")));
    }

    @Test
    void promisesNothingThatIsNotServed() {
        assertThat(metadata).doesNotContainKeys("registration_endpoint", "check_session_iframe");
        assertThat(metadata)
                .containsEntry("code_challenge_methods_supported", List.of("S256"))
                .containsEntry("response_types_supported", List.of("code", "none", "id_token", "code id_token"))
                .containsEntry("claims_parameter_supported", true)
                .containsEntry("acr_values_supported", List.of("urn:prysmid:acr:pwd", "1", "urn:prysmid:acr:mfa", "2"))
                .containsEntry(
                        "grant_types_supported",
                        List.of(
                                "authorization_code",
                                "refresh_token",
                                "client_credentials",
                                "urn:ietf:params:oauth:grant-type:device_code",
                                "urn:ietf:params:oauth:grant-type:token-exchange",
                                "urn:openid:params:grant-type:ciba",
                                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                                "implicit"));
        assertThat(metadata.get("introspection_endpoint_auth_methods_supported").toString())
                .doesNotContain("none");
    }

    private static WorkspaceDescription workspace(WorkspaceSettings settings) {
        return new WorkspaceDescription(
                new Slug("acme"),
                ISSUER,
                WorkspaceStatus.ACTIVE,
                Plan.PRO,
                PlanLimits.before(Plan.PRO),
                "Acme",
                "creation-1",
                Instant.EPOCH,
                List.of(),
                null,
                Map.of(),
                settings,
                Branding.NONE);
    }
}

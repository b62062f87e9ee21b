package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.certificate.CertificateName.SanDns;
import com.prysmid.tenant.crypto.certificate.CertificateTrust;
import com.prysmid.tenant.crypto.certificate.ClientCertificate;
import com.prysmid.tenant.crypto.certificate.TestAuthority;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.ClientAuth;
import com.prysmid.tenant.protocol.AppMetadata.Tokens;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.ProtocolPolicy;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateRulesTest {
    private static final String JWKS = WorkspaceStory.JWKS;
    private static final ClientAuth DNS = new ClientAuth(null, null, "client.example.com", null, null, null);

    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void tlsClientAuthTakesExactlyOneName() {
        assertThat(registered("tls_client_auth", DNS, null)).isNotInstanceOf(Refused.class);
        assertFields(registered("tls_client_auth", ClientAuth.DEFAULTS, null), "tls_client_auth_subject_dn");
        assertFields(
                registered(
                        "tls_client_auth",
                        new ClientAuth(null, "CN=client", "client.example.com", null, null, null),
                        null),
                "tls_client_auth_subject_dn");
        for (String other : List.of("none", "private_key_jwt", "self_signed_tls_client_auth", "client_secret_basic")) {
            assertFields(registered(other, DNS, JWKS), "tls_client_auth_subject_dn");
        }
    }

    @Test
    void aNameIsOneOfItsKind() {
        assertFields(
                registered("tls_client_auth", new ClientAuth(null, "no name", null, null, null, null), null),
                "tls_client_auth_subject_dn");
        assertFields(
                registered("tls_client_auth", new ClientAuth(null, null, "no name", null, null, null), null),
                "tls_client_auth_san_dns");
        assertFields(
                registered("tls_client_auth", new ClientAuth(null, null, null, "no uri", null, null), null),
                "tls_client_auth_san_uri");
        assertFields(
                registered("tls_client_auth", new ClientAuth(null, null, null, null, "localhost", null), null),
                "tls_client_auth_san_ip");
        assertFields(
                registered("tls_client_auth", new ClientAuth(null, null, null, null, null, "nobody"), null),
                "tls_client_auth_san_email");
    }

    @Test
    void selfSignedCertificatesTakeKeys() {
        assertThat(registered("self_signed_tls_client_auth", ClientAuth.DEFAULTS, JWKS))
                .isNotInstanceOf(Refused.class);
        assertFields(registered("self_signed_tls_client_auth", ClientAuth.DEFAULTS, null), "jwks");
    }

    @Test
    void aTokenIsNotBoundToTwoKeys() {
        assertFields(
                acme.register("app-9", metadata("none", ClientAuth.DEFAULTS, null, tokens(true, true))),
                "tls_client_certificate_bound_access_tokens");
    }

    @Test
    void whatIsTrustedIsTheAppsNameFromTheWorkspacesAuthorities() {
        AppMetadata app = metadata("tls_client_auth", DNS, null, Tokens.DEFAULTS);
        assertThat(CertificateRules.trust(app, ProtocolPolicy.DEFAULTS)).isEmpty();
        assertThat(CertificateRules.trust(app, policy("PEM")))
                .contains(new CertificateTrust.Issued("PEM", new SanDns("client.example.com")));
        assertThat(CertificateRules.trust(
                        metadata("self_signed_tls_client_auth", ClientAuth.DEFAULTS, JWKS, Tokens.DEFAULTS),
                        policy("PEM")))
                .contains(new CertificateTrust.Registered(JWKS));
        for (String method : List.of("none", "client_secret_basic", "private_key_jwt")) {
            assertThat(CertificateRules.trust(
                            metadata(method, ClientAuth.DEFAULTS, JWKS, Tokens.DEFAULTS), policy("PEM")))
                    .isEmpty();
        }
    }

    @Test
    void aCertificateBesideAnotherCredentialIsOfNoConsequenceForWhoTheClientIs() {
        acme.register("keys", metadata("private_key_jwt", ClientAuth.DEFAULTS, JWKS, Tokens.DEFAULTS));
        acme.register("open", metadata("none", ClientAuth.DEFAULTS, null, Tokens.DEFAULTS));
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.Certificate("keys")))
                .isInstanceOf(ClientDecisions.ClientCheck.Denied.class);
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.Certificate("open")))
                .isInstanceOf(ClientDecisions.ClientCheck.Authenticated.class);
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.Certificate("bootstrap-admin")))
                .isInstanceOf(ClientDecisions.ClientCheck.Denied.class);
        assertThat(ClientDecisions.authenticate(acme.state, new ClientCredential.Certificate("nobody")))
                .isInstanceOf(ClientDecisions.ClientCheck.Denied.class);
    }

    @Test
    void tokensAreBoundToTheConnectionsCertificateWhereTheAppAsksForIt() {
        String certificate = TestAuthority.base64(
                new TestAuthority.Wanted("CN=any", TestAuthority.newKey("secp256r1")).selfSigned());
        Confirmation key = Confirmation.ofCertificate(ClientCertificate.thumbprint(certificate));
        assertThat(bound(tokens(true, false), certificate)).contains(key);
        assertThat(bound(tokens(true, false), null)).isEmpty();
        assertThat(bound(Tokens.DEFAULTS, certificate)).isEmpty();
    }

    private Optional<Confirmation> bound(Tokens tokens, @Nullable String certificate) {
        String clientId = "app-" + acme.state.apps().byClientId().size();
        acme.register(clientId, metadata("none", ClientAuth.DEFAULTS, null, tokens));
        var check = (ClientDecisions.ClientCheck.Authenticated)
                ClientDecisions.authenticate(acme.state, new ClientCredential.Certificate(clientId));
        Reply reply = CertificateBinding.bind(
                check.client(), new SenderProof(null, "POST", "https://auth.acme.example/oauth/v2/token", certificate));
        return Optional.ofNullable(((AuthenticatedClient) reply).confirmation());
    }

    private Reply registered(String method, ClientAuth auth, @Nullable String jwks) {
        return acme.register(
                "app-" + acme.state.apps().byClientId().size(), metadata(method, auth, jwks, Tokens.DEFAULTS));
    }

    private static ProtocolPolicy policy(String authorities) {
        return new ProtocolPolicy(ProtocolPolicy.Registration.CLOSED, false, false, authorities, null, List.of());
    }

    private static Tokens tokens(boolean certificateBound, boolean dpopBound) {
        return new Tokens(
                "RS256",
                dpopBound,
                certificateBound,
                "public",
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null);
    }

    private static AppMetadata metadata(String method, ClientAuth auth, @Nullable String jwks, Tokens tokens) {
        AppMetadata good = AppDraft.withMethod(method, jwks);
        return new AppMetadata(
                good.clientName(),
                good.applicationType(),
                good.redirectUris(),
                good.postLogoutRedirectUris(),
                good.grantTypes(),
                good.responseTypes(),
                method,
                jwks,
                null,
                good.idTokenSignedResponseAlg(),
                good.accessTokenFormat(),
                null,
                null,
                null,
                null,
                good.authorization(),
                tokens,
                auth,
                good.logout(),
                good.ciba(),
                good.software());
    }
}

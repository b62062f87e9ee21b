package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.certificate.CertificateTrust;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.ServiceAccounts.ServiceAccount;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Client authentication (RFC 6749 §2.3, RFC 7523 §2.2): with the registered method and no other. */
public final class ClientDecisions {
    public static final String ADMIN_SCOPE = "urn:prysmid:admin";

    /** Of a service account that has a key to sign assertions with. */
    private static final List<String> BY_KEY = List.of("client_credentials", GrantTypes.JWT_BEARER);

    private ClientDecisions() {}

    /** What a credential comes to. */
    public sealed interface ClientCheck {
        record Authenticated(AuthenticatedClient client) implements ClientCheck {}

        /** Good if the assertion verifies against these keys. */
        record NeedsAssertion(AppKeys keys, Secret assertion, AuthenticatedClient client) implements ClientCheck {}

        /**
         * Good if the assertion verifies with the secret.
         *
         * @param sealedSecret under the workspace's data key
         */
        record NeedsSecretAssertion(String sealedSecret, Secret assertion, AuthenticatedClient client)
                implements ClientCheck {}

        /** Good if the connection's certificate is what it must be. */
        record NeedsCertificate(CertificateTrust trust, AuthenticatedClient client) implements ClientCheck {}

        record Denied(Refused refused) implements ClientCheck {}
    }

    public static ClientCheck authenticate(WorkspaceState state, ClientCredential credential) {
        Optional<App> app = state.apps().find(credential.clientId());
        if (app.isPresent() && credential instanceof ClientCredential.Certificate) {
            return byCertificate(state, app.get());
        }
        if (app.isPresent()
                && credential instanceof ClientCredential.PrivateKeyJwt jwt
                && AppRules.signsWithSecret(app.get().metadata())) {
            // The method that was registered says what kind of key counts, whatever the assertion's header says.
            String sealed = app.get().sealedSecret();
            return sealed == null
                    ? denied()
                    : new ClientCheck.NeedsSecretAssertion(sealed, jwt.assertion(), ofApp(state, app.get()));
        }
        if (app.isPresent()) {
            return check(
                    credential,
                    app.get().metadata().tokenEndpointAuthMethod(),
                    app.get().secretDigest(),
                    AppKeys.of(app.get().metadata()),
                    ofApp(state, app.get()));
        }
        Optional<ServiceAccount> account = state.serviceAccounts().find(credential.clientId());
        if (account.isPresent()) {
            return check(
                    credential,
                    account.get().jwks() == null ? "client_secret_basic" : "private_key_jwt",
                    account.get().secretDigest(),
                    AppKeys.of(account.get().jwks(), null),
                    ofServiceAccount(state, account.get()));
        }
        return denied();
    }

    private static ClientCheck check(
            ClientCredential credential,
            String registered,
            @Nullable String secretDigest,
            Optional<AppKeys> keys,
            AuthenticatedClient client) {
        return switch (credential) {
            case ClientCredential.None c ->
                registered.equals("none") ? new ClientCheck.Authenticated(client) : denied();
            case ClientCredential.SecretBasic c ->
                registered.equals("client_secret_basic") ? bySecret(secretDigest, c.secret(), client) : denied();
            case ClientCredential.SecretPost c ->
                registered.equals("client_secret_post") ? bySecret(secretDigest, c.secret(), client) : denied();
            case ClientCredential.PrivateKeyJwt c ->
                registered.equals("private_key_jwt") && keys.isPresent()
                        ? new ClientCheck.NeedsAssertion(keys.get(), c.assertion(), client)
                        : denied();
            case ClientCredential.Certificate c -> denied();
        };
    }

    /** A public app may show a certificate to have its tokens bound to it (RFC 8705 §4); that proves nothing about the app. */
    private static ClientCheck byCertificate(WorkspaceState state, App app) {
        if (app.metadata().tokenEndpointAuthMethod().equals("none")) {
            return new ClientCheck.Authenticated(ofApp(state, app));
        }
        return CertificateRules.trust(app.metadata(), state.settings().protocol())
                .<ClientCheck>map(trust -> new ClientCheck.NeedsCertificate(trust, ofApp(state, app)))
                .orElseGet(ClientDecisions::denied);
    }

    private static ClientCheck bySecret(@Nullable String digest, Secret secret, AuthenticatedClient client) {
        return digest != null && new SecretDigest(digest).matches(secret.reveal())
                ? new ClientCheck.Authenticated(client)
                : denied();
    }

    /** One answer for an unknown client, a wrong method and a wrong secret. */
    public static Refused refusal() {
        return Refused.of(
                Refused.Reason.INVALID_CLIENT, "invalid_client", "The client is unknown or did not prove who it is.");
    }

    private static ClientCheck denied() {
        return new ClientCheck.Denied(refusal());
    }

    private static AuthenticatedClient ofApp(WorkspaceState state, App app) {
        String scope = app.metadata().scope();
        Set<String> scopes =
                new LinkedHashSet<>(scope == null ? AppRules.STANDARD_SCOPES : List.of(scope.split(" ", -1)));
        return new AuthenticatedClient(
                ClientKind.APP,
                app.clientId(),
                app.projectId(),
                app.metadata().tokenEndpointAuthMethod(),
                app.metadata().grantTypes(),
                scopes,
                List.of(),
                app.metadata(),
                null,
                null,
                state.settings());
    }

    private static AuthenticatedClient ofServiceAccount(WorkspaceState state, ServiceAccount account) {
        return new AuthenticatedClient(
                ClientKind.SERVICE_ACCOUNT,
                account.clientId(),
                null,
                account.jwks() == null ? "client_secret_basic" : "private_key_jwt",
                account.jwks() == null ? List.of("client_credentials") : BY_KEY,
                Set.of(ADMIN_SCOPE),
                account.roles(),
                null,
                null,
                null,
                state.settings());
    }
}

package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.MergePatch.or;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.protocol.AppCommand.App;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An app as JSON: RFC 7591 §2 names, plus {@code access_token_format}. */
final class AppBody {
    private AppBody() {}

    /** What is left out takes RFC 7591's default. */
    record NewApp(
            String clientName,
            @Nullable String applicationType,
            @Nullable List<String> redirectUris,
            @Nullable List<String> postLogoutRedirectUris,
            @Nullable List<String> grantTypes,
            @Nullable List<String> responseTypes,
            @Nullable String tokenEndpointAuthMethod,
            @Nullable JsonNode jwks,
            @Nullable String jwksUri,
            @Nullable String idTokenSignedResponseAlg,
            @Nullable String accessTokenFormat,
            @Nullable String scope,
            @Nullable String logoUri,
            @Nullable String policyUri,
            @Nullable String tosUri) {
        AppMetadata metadata() {
            return new AppMetadata(
                    clientName,
                    or(applicationType, "web"),
                    or(redirectUris, List.of()),
                    or(postLogoutRedirectUris, List.of()),
                    or(grantTypes, List.of("authorization_code")),
                    or(responseTypes, List.of("code")),
                    or(tokenEndpointAuthMethod, "client_secret_basic"),
                    jwks == null ? null : jwks.toString(),
                    jwksUri,
                    or(idTokenSignedResponseAlg, "RS256"),
                    or(accessTokenFormat, "jwt"),
                    scope,
                    logoUri,
                    policyUri,
                    tosUri);
        }
    }

    record AppPatch(
            @Nullable String clientName,
            @Nullable String applicationType,
            @Nullable List<String> redirectUris,
            @Nullable List<String> postLogoutRedirectUris,
            @Nullable List<String> grantTypes,
            @Nullable List<String> responseTypes,
            @Nullable String tokenEndpointAuthMethod,
            Change<JsonNode> jwks,
            Change<String> jwksUri,
            @Nullable String idTokenSignedResponseAlg,
            @Nullable String accessTokenFormat,
            Change<String> scope,
            Change<String> logoUri,
            Change<String> policyUri,
            Change<String> tosUri)
            implements MergePatch {
        AppMetadata over(AppMetadata old) {
            JsonNode keys = jwks.over(AdminJson.tree(old.jwks()));
            return new AppMetadata(
                    or(clientName, old.clientName()),
                    or(applicationType, old.applicationType()),
                    or(redirectUris, old.redirectUris()),
                    or(postLogoutRedirectUris, old.postLogoutRedirectUris()),
                    or(grantTypes, old.grantTypes()),
                    or(responseTypes, old.responseTypes()),
                    or(tokenEndpointAuthMethod, old.tokenEndpointAuthMethod()),
                    jwks instanceof Change.Keep<JsonNode> ? old.jwks() : keys == null ? null : keys.toString(),
                    jwksUri.over(old.jwksUri()),
                    or(idTokenSignedResponseAlg, old.idTokenSignedResponseAlg()),
                    or(accessTokenFormat, old.accessTokenFormat()),
                    scope.over(old.scope()),
                    logoUri.over(old.logoUri()),
                    policyUri.over(old.policyUri()),
                    tosUri.over(old.tosUri()));
        }
    }

    /** @param clientSecret in the answer that made it, and in no other */
    record AppView(
            String clientId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Secret clientSecret,

            String projectId,
            String clientName,
            String applicationType,
            List<String> redirectUris,
            List<String> postLogoutRedirectUris,
            List<String> grantTypes,
            List<String> responseTypes,
            String tokenEndpointAuthMethod,
            @Nullable JsonNode jwks,
            String idTokenSignedResponseAlg,
            String accessTokenFormat,
            @Nullable String scope,
            @Nullable String logoUri,
            @Nullable String policyUri,
            @Nullable String tosUri,
            Instant createdAt) {
        static AppView of(App app) {
            AppMetadata metadata = app.metadata();
            return new AppView(
                    app.clientId(),
                    app.clientSecret(),
                    app.projectId(),
                    metadata.clientName(),
                    metadata.applicationType(),
                    metadata.redirectUris(),
                    metadata.postLogoutRedirectUris(),
                    metadata.grantTypes(),
                    metadata.responseTypes(),
                    metadata.tokenEndpointAuthMethod(),
                    AdminJson.tree(metadata.jwks()),
                    metadata.idTokenSignedResponseAlg(),
                    metadata.accessTokenFormat(),
                    metadata.scope(),
                    metadata.logoUri(),
                    metadata.policyUri(),
                    metadata.tosUri(),
                    app.createdAt());
        }
    }
}

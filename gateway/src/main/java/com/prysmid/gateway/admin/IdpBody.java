package com.prysmid.gateway.admin;

import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.IdpCommand.Idp;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Creation;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UpstreamCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An upstream identity provider in JSON. */
final class IdpBody {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private IdpBody() {}

    /**
     * @param issuer       or the address of its discovery document; of {@code oidc}, and of a GitLab of one's own
     * @param clientSecret kept sealed and never told again
     * @param privateKey   of {@code apple}: PKCS #8 in PEM; likewise
     * @param tenant       of {@code microsoft}
     * @param teamId       of {@code apple}, as {@code keyId}
     * @param claimMapping member of a profile → upstream claim
     * @param domains      whose people sign in here
     * @param creation     whether a first sign-in makes a user; by default it does not
     */
    record NewIdp(
            Kind type,
            String name,
            @Nullable Boolean enabled,
            @Nullable String issuer,
            String clientId,
            @Nullable AuthMethod tokenEndpointAuthMethod,
            @Nullable Secret clientSecret,
            @Nullable Secret privateKey,
            @Nullable List<String> scopes,
            @Nullable String tenant,
            @Nullable String teamId,
            @Nullable String keyId,
            @Nullable Map<String, String> claimMapping,
            @Nullable List<String> domains,
            @Nullable Creation creation,
            @Nullable Boolean linkByEmail,
            @Nullable Boolean trustAmr) {
        IdpMetadata metadata() {
            return new IdpMetadata(
                    type,
                    name,
                    MergePatch.or(enabled, true),
                    issuerOf(issuer),
                    clientId,
                    MergePatch.or(tokenEndpointAuthMethod, usual(type)),
                    MergePatch.or(scopes, List.of()),
                    tenant,
                    teamId,
                    keyId,
                    MergePatch.or(claimMapping, Map.of()),
                    MergePatch.or(domains, List.of()),
                    MergePatch.or(creation, Creation.OFF),
                    MergePatch.or(linkByEmail, false),
                    MergePatch.or(trustAmr, false));
        }

        @Nullable
        Secret secret() {
            return type == Kind.APPLE ? privateKey : clientSecret;
        }
    }

    /** What says whose subjects are meant, the type, the issuer and the tenant, does not change. */
    record IdpPatch(
            @Nullable String name,
            @Nullable Boolean enabled,
            @Nullable String clientId,
            @Nullable AuthMethod tokenEndpointAuthMethod,
            @Nullable Secret clientSecret,
            @Nullable Secret privateKey,
            @Nullable List<String> scopes,
            @Nullable String teamId,
            @Nullable String keyId,
            @Nullable Map<String, String> claimMapping,
            @Nullable List<String> domains,
            @Nullable Creation creation,
            @Nullable Boolean linkByEmail,
            @Nullable Boolean trustAmr)
            implements MergePatch {
        IdpMetadata over(IdpMetadata old) {
            return new IdpMetadata(
                    old.type(),
                    MergePatch.or(name, old.name()),
                    MergePatch.or(enabled, old.enabled()),
                    old.issuer(),
                    MergePatch.or(clientId, old.clientId()),
                    MergePatch.or(tokenEndpointAuthMethod, old.tokenEndpointAuthMethod()),
                    MergePatch.or(scopes, old.scopes()),
                    old.tenant(),
                    teamId == null ? old.teamId() : teamId,
                    keyId == null ? old.keyId() : keyId,
                    MergePatch.or(claimMapping, old.claims()),
                    MergePatch.or(domains, old.domains()),
                    MergePatch.or(creation, old.creation()),
                    MergePatch.or(linkByEmail, old.linkByEmail()),
                    MergePatch.or(trustAmr, old.trustsAmr()));
        }

        @Nullable
        Secret secret(Kind type) {
            return type == Kind.APPLE ? privateKey : clientSecret;
        }
    }

    /**
     * @param hasSecret   whether a secret or key is kept
     * @param redirectUri to be registered at the provider
     */
    record IdpView(
            String id,
            Kind type,
            String name,
            boolean enabled,
            @Nullable String issuer,
            String clientId,
            AuthMethod tokenEndpointAuthMethod,
            boolean hasSecret,
            List<String> scopes,
            @Nullable String tenant,
            @Nullable String teamId,
            @Nullable String keyId,
            Map<String, String> claimMapping,
            List<String> domains,
            Creation creation,
            boolean linkByEmail,
            boolean trustAmr,
            String redirectUri,
            Instant createdAt) {
        static IdpView of(Idp idp, String issuer) {
            IdpMetadata metadata = idp.metadata();
            return new IdpView(
                    idp.id(),
                    metadata.type(),
                    metadata.name(),
                    metadata.enabled(),
                    metadata.issuer(),
                    metadata.clientId(),
                    metadata.tokenEndpointAuthMethod(),
                    idp.hasSecret(),
                    metadata.scopes(),
                    metadata.tenant(),
                    metadata.teamId(),
                    metadata.keyId(),
                    metadata.claims(),
                    metadata.domains(),
                    metadata.creation(),
                    metadata.linkByEmail(),
                    metadata.trustsAmr(),
                    issuer + UpstreamCommand.callback(idp.id()),
                    idp.createdAt());
        }
    }

    private static @Nullable String issuerOf(@Nullable String given) {
        return given != null && given.endsWith(WELL_KNOWN)
                ? given.substring(0, given.length() - WELL_KNOWN.length())
                : given;
    }

    private static AuthMethod usual(Kind type) {
        return switch (type) {
            case OIDC, GOOGLE -> AuthMethod.CLIENT_SECRET_BASIC;
            case MICROSOFT, GITHUB, GITLAB, APPLE -> AuthMethod.CLIENT_SECRET_POST;
        };
    }
}

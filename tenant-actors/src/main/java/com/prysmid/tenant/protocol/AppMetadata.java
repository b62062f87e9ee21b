package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an app registers: RFC 7591 §2 metadata, grouped by what it is about. Shape only; what values are allowed is decided in the
 * workspace. A group that an older journal does not have takes its defaults.
 *
 * @param tokenEndpointAuthMethod how it authenticates itself: a name of RFC 7591 §2, RFC 8705 §2, or {@code none}
 * @param applicationType         {@code web} or {@code native}
 * @param jwks                    a JWK Set as JSON text, public keys only
 * @param accessTokenFormat       {@code jwt} or {@code opaque}
 * @param scope                   the scopes it may ask for, space separated; null: the workspace's standard ones
 */
public record AppMetadata(
        String clientName,
        String applicationType,
        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        List<String> grantTypes,
        List<String> responseTypes,
        String tokenEndpointAuthMethod,
        @Nullable String jwks,
        @Nullable String jwksUri,
        String idTokenSignedResponseAlg,
        String accessTokenFormat,
        @Nullable String scope,
        @Nullable String logoUri,
        @Nullable String policyUri,
        @Nullable String tosUri,
        Authorization authorization,
        Tokens tokens,
        ClientAuth clientAuth,
        Logout logout,
        Ciba ciba,
        Software software) {

    /** A content encryption (RFC 7518 §4.1, §5.1): {@code alg} and {@code enc}. */
    public record JweAlgorithms(String alg, String enc) {}

    /**
     * What it may and must say at the authorization endpoint.
     *
     * @param firstParty                 the workspace's own app: nobody is asked for consent
     * @param implicitResponses          the response types {@code id_token} and {@code code id_token} are on
     * @param requestUris                registered request object URIs (OpenID Connect Core §6.2)
     * @param requestObjectSigningAlg    the only algorithm of its request objects; null: any of ours, never {@code none}
     * @param requestObjectEncryption    what it encrypts request objects with; null where it may or may not
     * @param requireSignedRequestObject RFC 9101 §10.5
     * @param unsignedRequestObjects     {@code alg: none} is taken
     * @param authorizationSignedResponseAlg JARM §3; null: RS256 where a JWT mode is asked for
     * @param authorizationDetailsTypes  RFC 9396 §10
     * @param defaultMaxAge              OpenID Connect Registration §2
     */
    public record Authorization(
            boolean firstParty,
            boolean implicitResponses,
            List<String> requestUris,
            @Nullable String requestObjectSigningAlg,
            @Nullable JweAlgorithms requestObjectEncryption,
            boolean requireSignedRequestObject,
            boolean unsignedRequestObjects,
            boolean requirePushedAuthorizationRequests,
            @Nullable String authorizationSignedResponseAlg,
            @Nullable JweAlgorithms authorizationEncryption,
            List<String> authorizationDetailsTypes,
            @Nullable Duration defaultMaxAge,
            boolean requireAuthTime,
            List<String> defaultAcrValues,
            @Nullable String initiateLoginUri) {
        public static final Authorization DEFAULTS = new Authorization(
                true, false, List.of(), null, null, false, false, false, null, null, List.of(), null, false, List.of(),
                null);

        public Authorization {
            requestUris = listOf(requestUris);
            authorizationDetailsTypes = listOf(authorizationDetailsTypes);
            defaultAcrValues = listOf(defaultAcrValues);
        }
    }

    /**
     * What its tokens and the answers about them look like.
     *
     * @param accessTokenSignedResponseAlg of JWT access tokens
     * @param dpopBoundAccessTokens        RFC 9449 §5.2: no token without a proof
     * @param tlsClientCertificateBoundAccessTokens RFC 8705 §3.4
     * @param subjectType                  {@code public} or {@code pairwise}
     * @param resources                    the resource indicators it may ask tokens for (RFC 8707) and speak for at introspection
     * @param claimMappings                claim name → name of a user's attribute
     * @param introspectionSignedResponseAlg RFC 9701 §6; null: RS256 where a JWT is asked for
     */
    public record Tokens(
            String accessTokenSignedResponseAlg,
            boolean dpopBoundAccessTokens,
            boolean tlsClientCertificateBoundAccessTokens,
            String subjectType,
            @Nullable String sectorIdentifierUri,
            List<String> resources,
            Map<String, String> claimMappings,
            @Nullable JweAlgorithms idTokenEncryption,
            @Nullable String userinfoSignedResponseAlg,
            @Nullable JweAlgorithms userinfoEncryption,
            @Nullable String introspectionSignedResponseAlg,
            @Nullable JweAlgorithms introspectionEncryption) {
        public static final Tokens DEFAULTS =
                new Tokens("RS256", false, false, "public", null, List.of(), Map.of(), null, null, null, null, null);

        public Tokens {
            resources = listOf(resources);
            claimMappings = claimMappings == null ? Map.of() : Map.copyOf(claimMappings);
        }
    }

    /**
     * More about how it authenticates itself.
     *
     * @param signingAlg        {@code token_endpoint_auth_signing_alg}; null: any that its method allows
     * @param tlsSubjectDn      RFC 8705 §2.1.2; of this and the next four exactly one with {@code tls_client_auth}
     */
    public record ClientAuth(
            @Nullable String signingAlg,
            @Nullable String tlsSubjectDn,
            @Nullable String tlsSanDns,
            @Nullable String tlsSanUri,
            @Nullable String tlsSanIp,
            @Nullable String tlsSanEmail) {
        public static final ClientAuth DEFAULTS = new ClientAuth(null, null, null, null, null, null);
    }

    /** OpenID Connect Back-Channel Logout §2.2 and Front-Channel Logout §2. */
    public record Logout(
            @Nullable String backchannelLogoutUri,
            boolean backchannelLogoutSessionRequired,
            @Nullable String frontchannelLogoutUri,
            boolean frontchannelLogoutSessionRequired) {
        public static final Logout DEFAULTS = new Logout(null, false, null, false);
    }

    /**
     * CIBA Core §4.
     *
     * @param deliveryMode {@code poll} or {@code ping}
     */
    public record Ciba(
            String deliveryMode,
            @Nullable String clientNotificationEndpoint,
            @Nullable String authenticationRequestSigningAlg) {
        public static final Ciba DEFAULTS = new Ciba("poll", null, null);
    }

    /** RFC 7591 §2: who made it. */
    public record Software(
            List<String> contacts,
            @Nullable String clientUri,
            @Nullable String softwareId,
            @Nullable String softwareVersion) {
        public static final Software DEFAULTS = new Software(List.of(), null, null, null);

        public Software {
            contacts = listOf(contacts);
        }
    }

    public AppMetadata {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        grantTypes = List.copyOf(grantTypes);
        responseTypes = List.copyOf(responseTypes);
        authorization = authorization == null ? Authorization.DEFAULTS : authorization;
        tokens = tokens == null ? Tokens.DEFAULTS : tokens;
        clientAuth = clientAuth == null ? ClientAuth.DEFAULTS : clientAuth;
        logout = logout == null ? Logout.DEFAULTS : logout;
        ciba = ciba == null ? Ciba.DEFAULTS : ciba;
        software = software == null ? Software.DEFAULTS : software;
    }

    private static List<String> listOf(@Nullable List<String> values) {
        return values == null ? List.of() : List.copyOf(values);
    }
}

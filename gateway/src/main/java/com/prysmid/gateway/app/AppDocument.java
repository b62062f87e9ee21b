package com.prysmid.gateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.Authorization;
import com.prysmid.tenant.protocol.AppMetadata.Ciba;
import com.prysmid.tenant.protocol.AppMetadata.ClientAuth;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.AppMetadata.Logout;
import com.prysmid.tenant.protocol.AppMetadata.Software;
import com.prysmid.tenant.protocol.AppMetadata.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member per registered name: RFC 7591, OpenID Connect Registration and Logout, RFC 8705, 9101, 9126, 9396, 9449, 9701, JARM,
 * CIBA; and our own {@code access_token_format}, {@code access_token_signed_response_alg}, {@code first_party}, {@code
 * implicit_responses}, {@code unsigned_request_objects}, {@code resources} and {@code claim_mappings}. What is left out takes its
 * registered default. Changed by a merge patch over the whole document.
 */
public record AppDocument(
        String clientName,
        @Nullable String applicationType,
        @Nullable List<String> redirectUris,
        @Nullable List<String> postLogoutRedirectUris,
        @Nullable List<String> grantTypes,
        @Nullable List<String> responseTypes,
        @Nullable String tokenEndpointAuthMethod,
        @Nullable String tokenEndpointAuthSigningAlg,
        @Nullable JsonNode jwks,
        @Nullable String jwksUri,
        @Nullable String scope,
        @Nullable String logoUri,
        @Nullable String clientUri,
        @Nullable String policyUri,
        @Nullable String tosUri,
        @Nullable List<String> contacts,
        @Nullable String softwareId,
        @Nullable String softwareVersion,
        @Nullable Boolean firstParty,
        @Nullable Boolean implicitResponses,
        @Nullable List<String> requestUris,
        @Nullable String requestObjectSigningAlg,
        @Nullable String requestObjectEncryptionAlg,
        @Nullable String requestObjectEncryptionEnc,
        @Nullable Boolean requireSignedRequestObject,
        @Nullable Boolean unsignedRequestObjects,
        @Nullable Boolean requirePushedAuthorizationRequests,
        @Nullable String authorizationSignedResponseAlg,
        @Nullable String authorizationEncryptedResponseAlg,
        @Nullable String authorizationEncryptedResponseEnc,
        @Nullable List<String> authorizationDetailsTypes,
        @Nullable Integer defaultMaxAge,
        @Nullable Boolean requireAuthTime,
        @Nullable List<String> defaultAcrValues,
        @Nullable String initiateLoginUri,
        @Nullable String accessTokenFormat,
        @Nullable String accessTokenSignedResponseAlg,
        @Nullable Boolean dpopBoundAccessTokens,
        @Nullable Boolean tlsClientCertificateBoundAccessTokens,
        @Nullable String subjectType,
        @Nullable String sectorIdentifierUri,
        @Nullable List<String> resources,
        @Nullable Map<String, String> claimMappings,
        @Nullable String idTokenSignedResponseAlg,
        @Nullable String idTokenEncryptedResponseAlg,
        @Nullable String idTokenEncryptedResponseEnc,
        @Nullable String userinfoSignedResponseAlg,
        @Nullable String userinfoEncryptedResponseAlg,
        @Nullable String userinfoEncryptedResponseEnc,
        @Nullable String introspectionSignedResponseAlg,
        @Nullable String introspectionEncryptedResponseAlg,
        @Nullable String introspectionEncryptedResponseEnc,
        @Nullable String tlsClientAuthSubjectDn,
        @Nullable String tlsClientAuthSanDns,
        @Nullable String tlsClientAuthSanUri,
        @Nullable String tlsClientAuthSanIp,
        @Nullable String tlsClientAuthSanEmail,
        @Nullable String backchannelLogoutUri,
        @Nullable Boolean backchannelLogoutSessionRequired,
        @Nullable String frontchannelLogoutUri,
        @Nullable Boolean frontchannelLogoutSessionRequired,
        @Nullable String backchannelTokenDeliveryMode,
        @Nullable String backchannelClientNotificationEndpoint,
        @Nullable String backchannelAuthenticationRequestSigningAlg) {

    /** OpenID Connect Registration §2: the default where only the key encryption is named. */
    private static final String DEFAULT_CONTENT_ENCRYPTION = "A128CBC-HS256";

    /** @param firstPartyByDefault who registered it: an admin, or the app itself */
    public AppMetadata metadata(boolean firstPartyByDefault) {
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
                tosUri,
                new Authorization(
                        or(firstParty, firstPartyByDefault),
                        or(implicitResponses, false),
                        or(requestUris, List.of()),
                        requestObjectSigningAlg,
                        encryption(requestObjectEncryptionAlg, requestObjectEncryptionEnc),
                        or(requireSignedRequestObject, false),
                        or(unsignedRequestObjects, false),
                        or(requirePushedAuthorizationRequests, false),
                        authorizationSignedResponseAlg,
                        encryption(authorizationEncryptedResponseAlg, authorizationEncryptedResponseEnc),
                        or(authorizationDetailsTypes, List.of()),
                        defaultMaxAge == null ? null : Duration.ofSeconds(defaultMaxAge),
                        or(requireAuthTime, false),
                        or(defaultAcrValues, List.of()),
                        initiateLoginUri),
                new Tokens(
                        or(accessTokenSignedResponseAlg, "RS256"),
                        or(dpopBoundAccessTokens, false),
                        or(tlsClientCertificateBoundAccessTokens, false),
                        or(subjectType, "public"),
                        sectorIdentifierUri,
                        or(resources, List.of()),
                        or(claimMappings, Map.of()),
                        encryption(idTokenEncryptedResponseAlg, idTokenEncryptedResponseEnc),
                        userinfoSignedResponseAlg,
                        encryption(userinfoEncryptedResponseAlg, userinfoEncryptedResponseEnc),
                        introspectionSignedResponseAlg,
                        encryption(introspectionEncryptedResponseAlg, introspectionEncryptedResponseEnc)),
                new ClientAuth(
                        tokenEndpointAuthSigningAlg,
                        tlsClientAuthSubjectDn,
                        tlsClientAuthSanDns,
                        tlsClientAuthSanUri,
                        tlsClientAuthSanIp,
                        tlsClientAuthSanEmail),
                new Logout(
                        backchannelLogoutUri,
                        or(backchannelLogoutSessionRequired, false),
                        frontchannelLogoutUri,
                        or(frontchannelLogoutSessionRequired, false)),
                new Ciba(
                        or(backchannelTokenDeliveryMode, "poll"),
                        backchannelClientNotificationEndpoint,
                        backchannelAuthenticationRequestSigningAlg),
                new Software(or(contacts, List.of()), clientUri, softwareId, softwareVersion));
    }

    public static AppDocument of(AppMetadata metadata) {
        Authorization authorization = metadata.authorization();
        Tokens tokens = metadata.tokens();
        ClientAuth clientAuth = metadata.clientAuth();
        Duration maxAge = authorization.defaultMaxAge();
        return new AppDocument(
                metadata.clientName(),
                metadata.applicationType(),
                metadata.redirectUris(),
                metadata.postLogoutRedirectUris(),
                metadata.grantTypes(),
                metadata.responseTypes(),
                metadata.tokenEndpointAuthMethod(),
                clientAuth.signingAlg(),
                ApiJson.tree(metadata.jwks()),
                metadata.jwksUri(),
                metadata.scope(),
                metadata.logoUri(),
                metadata.software().clientUri(),
                metadata.policyUri(),
                metadata.tosUri(),
                metadata.software().contacts(),
                metadata.software().softwareId(),
                metadata.software().softwareVersion(),
                authorization.firstParty(),
                authorization.implicitResponses(),
                authorization.requestUris(),
                authorization.requestObjectSigningAlg(),
                alg(authorization.requestObjectEncryption()),
                enc(authorization.requestObjectEncryption()),
                authorization.requireSignedRequestObject(),
                authorization.unsignedRequestObjects(),
                authorization.requirePushedAuthorizationRequests(),
                authorization.authorizationSignedResponseAlg(),
                alg(authorization.authorizationEncryption()),
                enc(authorization.authorizationEncryption()),
                authorization.authorizationDetailsTypes(),
                maxAge == null ? null : Math.toIntExact(maxAge.toSeconds()),
                authorization.requireAuthTime(),
                authorization.defaultAcrValues(),
                authorization.initiateLoginUri(),
                metadata.accessTokenFormat(),
                tokens.accessTokenSignedResponseAlg(),
                tokens.dpopBoundAccessTokens(),
                tokens.tlsClientCertificateBoundAccessTokens(),
                tokens.subjectType(),
                tokens.sectorIdentifierUri(),
                tokens.resources(),
                tokens.claimMappings(),
                metadata.idTokenSignedResponseAlg(),
                alg(tokens.idTokenEncryption()),
                enc(tokens.idTokenEncryption()),
                tokens.userinfoSignedResponseAlg(),
                alg(tokens.userinfoEncryption()),
                enc(tokens.userinfoEncryption()),
                tokens.introspectionSignedResponseAlg(),
                alg(tokens.introspectionEncryption()),
                enc(tokens.introspectionEncryption()),
                clientAuth.tlsSubjectDn(),
                clientAuth.tlsSanDns(),
                clientAuth.tlsSanUri(),
                clientAuth.tlsSanIp(),
                clientAuth.tlsSanEmail(),
                metadata.logout().backchannelLogoutUri(),
                metadata.logout().backchannelLogoutSessionRequired(),
                metadata.logout().frontchannelLogoutUri(),
                metadata.logout().frontchannelLogoutSessionRequired(),
                metadata.ciba().deliveryMode(),
                metadata.ciba().clientNotificationEndpoint(),
                metadata.ciba().authenticationRequestSigningAlg());
    }

    private static @Nullable JweAlgorithms encryption(@Nullable String alg, @Nullable String enc) {
        return alg == null && enc == null
                ? null
                : new JweAlgorithms(alg == null ? "" : alg, enc == null ? DEFAULT_CONTENT_ENCRYPTION : enc);
    }

    private static @Nullable String alg(@Nullable JweAlgorithms encryption) {
        return encryption == null ? null : encryption.alg();
    }

    private static @Nullable String enc(@Nullable JweAlgorithms encryption) {
        return encryption == null ? null : encryption.enc();
    }

    private static <T> T or(@Nullable T given, T byDefault) {
        return given == null ? byDefault : given;
    }
}

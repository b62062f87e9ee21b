package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Authenticating clients; making, checking and ending tokens. All are refused unless the workspace is active. */
public sealed interface TokenCommand extends WorkspaceCommand {

    /**
     * → {@link AuthenticatedClient}, or {@link Refused.Reason#INVALID_CLIENT}.
     *
     * @param endpointUris where the credential was presented, and what else is as good a name for this server (RFC 9126 §2): with the
     *                     issuer, the audiences an assertion may have
     */
    record AuthenticateClient(
            Slug slug,
            ClientCredential credential,
            Set<String> endpointUris,
            SenderProof proof,
            Act act,
            ActorRef<Reply> replyTo)
            implements TokenCommand {
        public AuthenticateClient {
            endpointUris = Set.copyOf(endpointUris);
        }

        /** What {@code aud} of an assertion may name. */
        public Set<String> audiences(String issuer) {
            Set<String> audiences = new HashSet<>(endpointUris);
            audiences.add(issuer);
            return audiences;
        }
    }

    /** → {@link IssuedTokens}. An id token is made where the scopes hold {@code openid} and there is a user. */
    record IssueTokens(Slug slug, TokenGrant grant, ActorRef<Reply> replyTo) implements TokenCommand {}

    /**
     * An id token that goes through the browser → {@link IssuedIdToken}. Without a code it tells what userinfo would (OpenID Connect
     * Core §5.4).
     *
     * @param grant of {@link GrantCommand.DescribeSession}
     * @param code  that goes with it; null where none does
     * @param state of the request; null where it had none
     */
    record IssueIdToken(
            Slug slug,
            TokenGrant grant,
            @Nullable Secret code,
            @Nullable String state,
            ActorRef<Reply> replyTo) implements TokenCommand {}

    /**
     * Signature, issuer, type, life and sender → {@link AccessToken}; whether the user still agrees is asked of the user.
     *
     * @param proof of whoever uses the token here, which takes one that is meant for this issuer, with a DPoP proof exactly where
     *     the token came with the scheme DPoP; null where it is only looked at (introspection, revocation)
     */
    record VerifyAccessToken(
            Slug slug, Secret token, @Nullable SenderProof proof, ActorRef<Reply> replyTo) implements TokenCommand {}

    /** An id token once made here, of any age → {@link IdTokenHint} (OpenID Connect RP-Initiated Logout §2). */
    record VerifyIdTokenHint(Slug slug, String token, ActorRef<Reply> replyTo) implements TokenCommand {}

    /**
     * A fresh logout token (OpenID Connect Back-Channel Logout §2.4) and where it belongs → {@link LogoutToken}, or {@link
     * Refused.Reason#NOT_FOUND} where the app is gone or takes none.
     *
     * @param sid as the app knows the session that ended
     */
    record MakeLogoutToken(Slug slug, String clientId, UserId userId, String sid, ActorRef<Reply> replyTo)
            implements TokenCommand {}

    /** Ends a {@code client_credentials} token of this client before its time → {@link Done}. */
    record RevokeClientToken(Slug slug, String jti, Instant expiresAt, Act act, ActorRef<Reply> replyTo)
            implements TokenCommand {}

    /**
     * A JWT for one app, signed and where it registered so encrypted, by the algorithms of that purpose → {@link SignedForApp}.
     * {@code iss} and {@code aud} are added, and {@code iat}, {@code exp} and {@code jti} where the purpose has them and the
     * claims do not; a user's id in {@code sub} is replaced by the name that the app knows the user by.
     *
     * @param claims strings, numbers, booleans, lists and maps of them
     */
    record SignForApp(Slug slug, String clientId, Purpose purpose, Map<String, Object> claims, ActorRef<Reply> replyTo)
            implements TokenCommand {}

    /** What the app calls a user: the {@code sub} of all that it is told (OpenID Connect Core §8) → {@link SubjectName}. */
    record NameSubject(Slug slug, String clientId, UserId userId, ActorRef<Reply> replyTo) implements TokenCommand {}

    /** What a JWT for an app is. */
    enum Purpose {
        /** JARM §2.1. */
        AUTHORIZATION_RESPONSE,
        /** OpenID Connect Core §5.3.2. */
        USERINFO,
        /** RFC 9701 §5. */
        INTROSPECTION,
        /** OpenID Connect Back-Channel Logout §2.4. */
        LOGOUT_TOKEN
    }

    enum ClientKind {
        APP,
        SERVICE_ACCOUNT
    }

    /**
     * @param scopes the scopes it may ask for
     * @param roles  keys of {@link AdminRole}; of service accounts only
     * @param app    what it registered; null for a service account
     * @param confirmation the key that the sender proved to have and the tokens are to be bound to; null where none
     * @param dpopNonce for the sender's next proof (RFC 9449 §8.2); null where it sent none
     */
    record AuthenticatedClient(
            ClientKind kind,
            String clientId,
            @Nullable String projectId,
            String authMethod,
            List<String> grantTypes,
            Set<String> scopes,
            List<String> roles,
            @Nullable AppMetadata app,
            @Nullable Confirmation confirmation,
            @Nullable String dpopNonce,
            WorkspaceSettings settings)
            implements Reply {
        public AuthenticatedClient boundTo(Confirmation key) {
            return new AuthenticatedClient(
                    kind, clientId, projectId, authMethod, grantTypes, scopes, roles, app, key, dpopNonce, settings);
        }

        public AuthenticatedClient provenBy(Confirmation key, @Nullable String nonce) {
            return new AuthenticatedClient(
                    kind, clientId, projectId, authMethod, grantTypes, scopes, roles, app, key, nonce, settings);
        }
    }

    record SignedForApp(Secret jwt) implements Reply {}

    record SubjectName(String subject) implements Reply {}

    record IssuedIdToken(Secret idToken) implements Reply {}

    /** @param expiresInSeconds of the access token */
    record IssuedTokens(
            Secret accessToken,
            long expiresInSeconds,
            String scope,
            @Nullable Secret idToken) implements Reply {}

    /**
     * @param subject    the user's own id, or the client's
     * @param shownSubject what the token's client calls the subject: the only one to be told to others
     * @param userinfoSigned the client registered to be answered with a JWT by userinfo
     * @param adminRoles the live {@link AdminRole} keys where the subject is a service account
     * @param projectId  the app's project; null for a service account's token
     * @param appClaims  for {@link GrantCommand.TellClaims}
     * @param confirmation the key that it is bound to; null for a bearer token
     * @param authorizationDetails what it was given for (RFC 9396 §9) as JSON text; null where there is nothing
     * @param dpopNonce for the sender's next proof (RFC 9449 §8.2); null where it sent none
     * @param delegation who acts for the subject, and who may
     */
    record AccessToken(
            String subject,
            String shownSubject,
            ClientKind clientKind,
            String clientId,
            @Nullable String projectId,
            Set<String> scopes,
            @Nullable String grantId,
            @Nullable String sid,
            String jti,
            List<String> audience,
            Instant issuedAt,
            Instant expiresAt,
            List<String> adminRoles,
            AppClaims appClaims,
            boolean userinfoSigned,
            @Nullable Confirmation confirmation,
            @Nullable String authorizationDetails,
            @Nullable String dpopNonce,
            Delegation delegation)
            implements Reply {
        public AccessToken withNonce(String nonce) {
            return new AccessToken(
                    subject,
                    shownSubject,
                    clientKind,
                    clientId,
                    projectId,
                    scopes,
                    grantId,
                    sid,
                    jti,
                    audience,
                    issuedAt,
                    expiresAt,
                    adminRoles,
                    appClaims,
                    userinfoSigned,
                    confirmation,
                    authorizationDetails,
                    nonce,
                    delegation);
        }
    }

    /** @param subject the user's own id, whatever the app calls the user */
    record IdTokenHint(
            String subject, String clientId, @Nullable String sid) implements Reply {}

    /** @param uri the app's {@code backchannel_logout_uri} */
    record LogoutToken(String uri, Secret token) implements Reply {}
}

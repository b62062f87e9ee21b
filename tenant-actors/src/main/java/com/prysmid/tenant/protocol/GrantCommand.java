package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Authorization codes and token families of a user. */
public sealed interface GrantCommand extends UserCommand {
    /** The {@link Refused#code} of a grant that came again after it was used; the user's own journal tells of it. */
    String REUSED = "grant_reused";

    /** The {@link Refused#code} of a session without the second factor that it must have by now. */
    String FACTOR_REQUIRED = "factor_required";

    /**
     * → {@link CodeIssued}; the session is checked as by {@link SessionCommand.Check}. {@link Refused.Reason#FORBIDDEN} with {@link
     * #FACTOR_REQUIRED} where this person must by now have shown a second factor, and the session has none; and, for a code that no
     * browser carries, where the app wishes for a factor that the person has.
     */
    record IssueCode(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            CodeRequest request,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /**
     * → {@link Granted}, or {@link Refused.Reason#INVALID_GRANT}. One code is redeemed once: a second try revokes what the
     * first gave (RFC 6749 §4.1.2).
     *
     * @param codeVerifier RFC 7636 §4.5; null where none was sent
     * @param confirmation the key that the sender proved to have; null where none
     * @param narrowing    more than granted is {@link Refused.Reason#INVALID}, by the code of the error that RFC 8707 or RFC 9396 names
     * @param publicClient the refresh token takes that key too, as nothing else protects it (RFC 9449 §5, RFC 8705 §4)
     */
    record RedeemCode(
            Slug slug,
            UserId userId,
            String codeId,
            Secret secret,
            String clientId,
            @Nullable String redirectUri,
            @Nullable Secret codeVerifier,
            @Nullable Confirmation confirmation,
            boolean publicClient,
            Narrowing narrowing,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /**
     * Rotates the refresh token → {@link Granted}. A token of the family that is not its newest revokes the family (RFC 9700
     * §4.14.2).
     *
     * @param scopes asked for; null: as granted. More than granted is {@link Refused.Reason#INVALID_SCOPE}
     * @param confirmation the key that the sender proved to have; null where none
     */
    record Refresh(
            Slug slug,
            UserId userId,
            String familyId,
            Secret secret,
            String clientId,
            @Nullable Set<String> scopes,
            @Nullable Confirmation confirmation,
            Narrowing narrowing,
            WorkspaceSettings settings,
            Act act,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /** RFC 7009 of a refresh token: its whole family ends → {@link Done}, also where it was none of this client's. */
    record RevokeRefreshToken(
            Slug slug, UserId userId, String familyId, Secret secret, String clientId, Act act, ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /** RFC 7009 of an access token: it alone ends → {@link Done}. */
    record RevokeAccessToken(
            Slug slug, UserId userId, String familyId, String jti, Instant expiresAt, Act act, ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /**
     * Another token of the family (RFC 8693 §2) → {@link Granted}, or {@link Refused.Reason#INVALID_TOKEN} where the token it
     * comes of holds no more.
     *
     * @param jti       of the token it comes of
     * @param clientId  whose the new token is
     * @param scopes    not more than those of the token it comes of, which the sender sees to
     * @param actors    as in {@link Exchange}
     * @param notAfter  when the token it comes of ends
     */
    record ExchangeToken(
            Slug slug,
            UserId userId,
            String familyId,
            String jti,
            String clientId,
            Set<String> scopes,
            List<String> resources,
            List<String> actors,
            Instant notAfter,
            @Nullable Confirmation confirmation,
            Act act,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /** Whether an access token's user, family and id still hold, right now → {@link LiveAccess}. Writes nothing. */
    record CheckAccess(Slug slug, UserId userId, String familyId, String jti, ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /** As {@link CheckAccess}, and what userinfo then tells → {@link ClaimsTold}. Writes nothing. */
    record TellClaims(
            Slug slug,
            UserId userId,
            String familyId,
            String jti,
            Set<String> scopes,
            AppClaims app,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /**
     * What an id token without a code is made from (OpenID Connect Core §3.2) → {@link SessionGrant}; the session is checked, and
     * a second factor called for, as by {@link IssueCode}. Writes nothing.
     */
    record DescribeSession(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            CodeRequest request,
            WorkspaceSettings settings,
            ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /** Whether a refresh token is good right now, without using it (RFC 7662) → {@link RefreshTokenView}. */
    record InspectRefreshToken(Slug slug, UserId userId, String familyId, Secret secret, ActorRef<Reply> replyTo)
            implements GrantCommand {}

    /**
     * @param redirectUri   exactly as in the authorization request; null for a code that no browser carries
     * @param codeChallenge RFC 7636 S256; null only for confidential apps, and for a code that never leaves us
     * @param consent       null: nobody need be asked; else refused with {@code consent_required} where it is not met
     * @param refreshable   a refresh token shall be given; without the scope offline_access it ends with the session
     * @param life          of the code; null: as the workspace's settings say
     */
    record CodeRequest(
            String clientId,
            @Nullable String redirectUri,
            Set<String> scopes,
            @Nullable String nonce,
            @Nullable String codeChallenge,
            boolean refreshable,
            GrantDetails details,
            @Nullable Duration life,
            @Nullable ConsentDemand consent) {}

    /**
     * That the user must have agreed to the scopes.
     *
     * @param since not longer ago than this ({@code prompt=consent}); null: ever
     */
    record ConsentDemand(@Nullable Instant since) {}

    record CodeIssued(Secret code) implements Reply {}

    record Granted(TokenGrant grant, @Nullable Secret refreshToken) implements Reply {}

    record LiveAccess(UserProfile profile, Map<String, List<String>> grants, Instant profileUpdatedAt)
            implements Reply {}

    /** @param claims by name, without {@code sub} */
    record ClaimsTold(Map<String, Object> claims) implements Reply {
        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "ClaimsTold" + claims.keySet();
        }
    }

    record SessionGrant(TokenGrant grant) implements Reply {}

    record RefreshTokenView(String clientId, Set<String> scopes, Instant expiresAt, Instant issuedAt)
            implements Reply {}
}

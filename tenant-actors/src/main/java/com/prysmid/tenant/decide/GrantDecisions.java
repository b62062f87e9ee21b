package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantCommand.CodeRequest;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Person;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Codes.Code;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.TokenFamilies.TokenFamily;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Codes and token families.
 *
 * <p>A refresh token's secret has two parts: one that stays the same for the whole family and one that rotates. Only
 * whoever holds (or held) a token of the family knows the first; so a presented token with the right first and a wrong
 * second part is an old one that came again, and not a guess. No list of old tokens is kept.
 */
public final class GrantDecisions {
    private GrantDecisions() {}

    public static Decision<UserEvent> issueCode(
            UserState state, GrantCommand.IssueCode command, RandomSecrets random, Instant now) {
        Optional<Session> found = SessionDecisions.find(state, command.sid(), command.sessionSecret(), now);
        if (found.isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Session session = found.get();
        CodeRequest request = command.request();
        Optional<Refused> factorless = factorless(state, session, request, command.settings());
        if (factorless.isPresent()) {
            return Decision.reject(factorless.get());
        }
        if (!ConsentDecisions.isMet(state, request.clientId(), request.scopes(), request.consent())) {
            return Decision.reject(ConsentDecisions.required());
        }
        String codeId = random.id();
        Secret secret = new Secret(random.secret());
        return Decision.accept(
                new GrantEvent.CodeIssued(
                        codeId,
                        SecretDigest.of(secret.reveal()).base64Url(),
                        request.clientId(),
                        request.redirectUri(),
                        request.scopes(),
                        request.nonce(),
                        request.codeChallenge(),
                        request.refreshable(),
                        session.sid(),
                        session.authTime(),
                        session.amr(),
                        now.plus(request.life() == null ? command.settings().authorizationCode() : request.life()),
                        request.details()),
                new GrantCommand.CodeIssued(new UserBoundToken(command.userId(), codeId, secret).serialize()));
    }

    /** What an app wishes for by a browser that goes on to it was tried before, or must not be asked for now. */
    private static Optional<Refused> factorless(
            UserState state, Session session, CodeRequest request, WorkspaceSettings settings) {
        return request.redirectUri() == null
                ? SignInDecisions.factorless(state, session, settings, request.details())
                : SignInDecisions.factorless(state, session, settings);
    }

    public static Decision<UserEvent> redeemCode(
            UserState state, GrantCommand.RedeemCode command, RandomSecrets random, Instant now) {
        Optional<Code> found = state.codes()
                .find(command.codeId())
                .filter(code -> new SecretDigest(code.secretDigest())
                                .matches(command.secret().reveal())
                        && code.clientId().equals(command.clientId()));
        if (found.isEmpty()) {
            return Decision.reject(invalidGrant());
        }
        Code code = found.get();
        if (code.redeemedFamilyId() != null) {
            // RFC 6749 §4.1.2: deny, and revoke what the code gave.
            return Decision.accept(
                    new GrantEvent.CodeReplayed(command.codeId(), code.redeemedFamilyId(), code.clientId()), reused());
        }
        if (!state.isActive()
                || !now.isBefore(code.expiresAt())
                || !Objects.equals(code.redirectUri(), command.redirectUri())
                || !provesPossession(code, command.codeVerifier())
                || isOfAnotherKey(code.details().confirmation(), command.confirmation())) {
            return Decision.reject(invalidGrant());
        }
        return switch (NarrowedGrant.of(code.details(), command.narrowing())) {
            case NarrowedGrant.Narrowed(var details) -> redeem(state, command, code, details, random, now);
            case NarrowedGrant.TooWide(var refused) -> Decision.reject(refused);
        };
    }

    private static Decision<UserEvent> redeem(
            UserState state,
            GrantCommand.RedeemCode command,
            Code code,
            GrantDetails details,
            RandomSecrets random,
            Instant now) {
        String familyId = random.id();
        WorkspaceSettings settings = command.settings();
        Instant endsAt = now.plus(settings.refreshAbsolute());
        TokenGrant grant = new TokenGrant(
                command.userId().value(),
                code.clientId(),
                code.scopes(),
                code.nonce(),
                code.authTime(),
                code.sid(),
                familyId,
                code.amr(),
                details,
                command.confirmation(),
                state.grants(),
                person(state));
        if (!code.refreshable()) {
            return Decision.accept(
                    new GrantEvent.CodeRedeemed(
                            command.codeId(), familyId, null, null, now.plus(settings.accessToken()), endsAt, null),
                    new GrantCommand.Granted(grant, null));
        }
        RefreshSecret secret = RefreshSecret.first(random);
        return Decision.accept(
                new GrantEvent.CodeRedeemed(
                        command.codeId(),
                        familyId,
                        secret.familyDigest(),
                        secret.currentDigest(),
                        earlier(now.plus(settings.refreshIdle()), endsAt),
                        endsAt,
                        command.publicClient() ? command.confirmation() : null),
                new GrantCommand.Granted(grant, secret.token(command.userId(), familyId)));
    }

    public static Decision<UserEvent> refresh(
            UserState state, GrantCommand.Refresh command, RandomSecrets random, Instant now) {
        Optional<TokenFamily> found = ownFamily(state, command.familyId(), command.secret(), command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(invalidGrant());
        }
        TokenFamily family = found.get();
        RefreshSecret presented = RefreshSecret.parse(command.secret()).orElseThrow();
        if (!presented.isCurrentOf(family)) {
            return Decision.accept(new GrantEvent.RefreshReused(command.familyId(), family.clientId()), reused());
        }
        if (!state.isActive()
                || !now.isBefore(family.expiresAt())
                || hasLostItsSession(state, family, now)
                || isOfAnotherKey(family.boundTo(), command.confirmation())) {
            return Decision.reject(invalidGrant());
        }
        Set<String> scopes = command.scopes() == null ? family.scopes() : command.scopes();
        if (!family.scopes().containsAll(scopes)) {
            return Decision.reject(
                    Refused.of(Refused.Reason.INVALID_SCOPE, "invalid_scope", "More was asked for than was granted."));
        }
        return switch (NarrowedGrant.of(family.details(), command.narrowing())) {
            case NarrowedGrant.Narrowed(var details) ->
                rotate(state, command, family, presented.next(random), scopes, details, now);
            case NarrowedGrant.TooWide(var refused) -> Decision.reject(refused);
        };
    }

    private static Decision<UserEvent> rotate(
            UserState state,
            GrantCommand.Refresh command,
            TokenFamily family,
            RefreshSecret next,
            Set<String> scopes,
            GrantDetails details,
            Instant now) {
        TokenGrant grant = new TokenGrant(
                command.userId().value(),
                family.clientId(),
                scopes,
                // OpenID Connect Core §12.2: a refreshed id token should have no nonce of its own making; ours has
                // none.
                null,
                family.authTime(),
                family.sid(),
                command.familyId(),
                family.amr(),
                details,
                command.confirmation(),
                state.grants(),
                person(state));
        return Decision.accept(
                new GrantEvent.RefreshRotated(
                        command.familyId(),
                        next.currentDigest(),
                        earlier(now.plus(command.settings().refreshIdle()), family.endsAt())),
                new GrantCommand.Granted(grant, next.token(command.userId(), command.familyId())));
    }

    /** OpenID Connect Core §11: only offline_access outlives the session. */
    private static boolean hasLostItsSession(UserState state, TokenFamily family, Instant now) {
        return !family.offline()
                && state.sessions()
                        .find(family.sid())
                        .filter(session -> session.isLive(now))
                        .isEmpty();
    }

    /** RFC 7009 §2.2: an unknown token is no error. An old token of the family ends it all the same. */
    public static Decision<UserEvent> revokeRefreshToken(UserState state, GrantCommand.RevokeRefreshToken command) {
        return ownFamily(state, command.familyId(), command.secret(), command.clientId())
                .map(family -> Decision.<UserEvent>accept(
                        new GrantEvent.FamilyRevoked(command.familyId(), family.clientId()), new Done()))
                .orElseGet(() -> Decision.unchanged(new Done()));
    }

    public static Decision<UserEvent> revokeAccessToken(
            UserState state, GrantCommand.RevokeAccessToken command, Instant now) {
        boolean matters = state.families()
                        .find(command.familyId())
                        .filter(family -> !family.revokedTokens().containsKey(command.jti()))
                        .isPresent()
                && command.expiresAt().isAfter(now);
        return matters
                ? Decision.accept(
                        new GrantEvent.AccessTokenRevoked(command.familyId(), command.jti(), command.expiresAt()),
                        new Done())
                : Decision.unchanged(new Done());
    }

    public static Reply checkAccess(UserState state, GrantCommand.CheckAccess command) {
        Account account = state.account();
        return account != null
                        && liveFamily(state, command.familyId(), command.jti()).isPresent()
                ? new GrantCommand.LiveAccess(account.profile(), state.grants(), account.updatedAt())
                : TokenDecisions.invalidToken();
    }

    public static Reply tellClaims(UserState state, GrantCommand.TellClaims command) {
        Optional<TokenFamily> family = liveFamily(state, command.familyId(), command.jti());
        Person person = person(state);
        return person != null && family.isPresent()
                ? new GrantCommand.ClaimsTold(PersonClaims.of(person, state.grants(), command.app())
                        .forUserinfo(
                                command.scopes(),
                                ClaimsRequest.of(family.get().details().claims())))
                : TokenDecisions.invalidToken();
    }

    /** The family of an access token that still holds, of an active user. */
    private static Optional<TokenFamily> liveFamily(UserState state, String familyId, String jti) {
        return state.families()
                .find(familyId)
                .filter(family -> state.isActive() && !family.revokedTokens().containsKey(jti));
    }

    public static Reply describeSession(UserState state, GrantCommand.DescribeSession command, Instant now) {
        CodeRequest request = command.request();
        return SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                .map(session -> factorless(state, session, request, command.settings())
                        .<Reply>map(refused -> refused)
                        .orElseGet(() -> new GrantCommand.SessionGrant(new TokenGrant(
                                command.userId().value(),
                                request.clientId(),
                                request.scopes(),
                                request.nonce(),
                                session.authTime(),
                                session.sid(),
                                null,
                                session.amr(),
                                request.details(),
                                null,
                                state.grants(),
                                person(state)))))
                .orElseGet(SessionDecisions::noSession);
    }

    private static @Nullable Person person(UserState state) {
        Account account = state.account();
        return account == null ? null : new Person(account.profile(), account.updatedAt());
    }

    public static Reply inspect(UserState state, GrantCommand.InspectRefreshToken command, Instant now) {
        return state.families()
                .find(command.familyId())
                .filter(family -> state.isActive()
                        && now.isBefore(family.expiresAt())
                        && !hasLostItsSession(state, family, now)
                        && RefreshSecret.parse(command.secret())
                                .filter(secret -> secret.isOf(family) && secret.isCurrentOf(family))
                                .isPresent())
                .<Reply>map(family -> new GrantCommand.RefreshTokenView(
                        family.clientId(), family.scopes(), family.expiresAt(), family.issuedAt()))
                .orElseGet(TokenDecisions::invalidToken);
    }

    private static Optional<TokenFamily> ownFamily(UserState state, String familyId, Secret secret, String clientId) {
        return state.families()
                .find(familyId)
                .filter(family -> family.clientId().equals(clientId)
                        && RefreshSecret.parse(secret)
                                .filter(presented -> presented.isOf(family))
                                .isPresent());
    }

    /** RFC 7636 §4.6. A verifier for a code without a challenge is refused too: somebody stripped the challenge. */
    private static boolean provesPossession(Code code, @Nullable Secret verifier) {
        if (code.codeChallenge() == null) {
            return verifier == null;
        }
        return verifier != null
                && SecretDigest.of(verifier.reveal()).base64Url().equals(code.codeChallenge());
    }

    /** RFC 9449 §5, §10: what is bound to a key takes a proof of it; what is not, takes any or none. */
    private static boolean isOfAnotherKey(@Nullable Confirmation bound, @Nullable Confirmation proven) {
        return bound != null && !bound.equals(proven);
    }

    /** Told to the client like any other wrong grant; by its code the gateway knows that it is in the journal already. */
    private static Refused reused() {
        return Refused.of(
                Refused.Reason.INVALID_GRANT,
                GrantCommand.REUSED,
                invalidGrant().detail());
    }

    /** One answer for every way in which a grant may be wrong. */
    public static Refused invalidGrant() {
        return Refused.of(
                Refused.Reason.INVALID_GRANT,
                "invalid_grant",
                "The grant is unknown, expired, used or was made for another client.");
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

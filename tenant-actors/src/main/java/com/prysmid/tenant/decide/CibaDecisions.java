package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.state.CibaRequests.CibaRequest;
import com.prysmid.tenant.state.Codes.Code;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Apps that ask a person who is elsewhere. The person's yes makes the request a code: it has the request's id and secret, so
 * that the {@code auth_req_id} redeems it, and no other secret has to be kept for the client.
 */
public final class CibaDecisions {
    /** Nobody reads more on one page, and an app cannot drown the others. */
    private static final int WAITING_LIMIT = 10;

    private CibaDecisions() {}

    public static Decision<UserEvent> request(
            UserState state, CibaCommand.Request command, RandomSecrets random, Instant now) {
        if (!state.isActive()) {
            return Decision.reject(Refused.notFound("user"));
        }
        if (state.ciba().waiting(now).size() >= WAITING_LIMIT) {
            return Decision.reject(Refused.of(
                    Refused.Reason.FORBIDDEN, "too_many_requests", "Too many requests wait for this user already."));
        }
        String requestId = random.id();
        Secret secret = new Secret(random.secret());
        Secret authReqId = new UserBoundToken(command.userId(), requestId, secret).serialize();
        Secret token = command.notificationToken();
        return Decision.accept(
                new CibaEvent.Requested(
                        requestId,
                        SecretDigest.of(secret.reveal()).base64Url(),
                        command.clientId(),
                        command.scopes(),
                        command.refreshable(),
                        command.details(),
                        command.bindingMessage(),
                        now.plus(command.life()),
                        token == null ? null : new CibaEvent.Ping(token, authReqId)),
                new CibaCommand.Requested(authReqId, command.life(), PollPace.INTERVAL));
    }

    public static Reply pending(UserState state, CibaCommand.ListPending command, Instant now) {
        if (SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                .isEmpty()) {
            return SessionDecisions.noSession();
        }
        return new CibaCommand.Pending(state.ciba().waiting(now).stream()
                .map(id -> {
                    CibaRequest request = state.ciba().find(id).orElseThrow();
                    return new CibaCommand.Waiting(
                            id,
                            request.clientId(),
                            request.scopes(),
                            request.details(),
                            request.bindingMessage(),
                            request.requestedAt());
                })
                .toList());
    }

    public static Decision<UserEvent> answer(UserState state, CibaCommand.Answer command, Instant now) {
        Optional<Session> session = SessionDecisions.find(state, command.sid(), command.sessionSecret(), now);
        if (session.isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Optional<CibaRequest> waiting =
                state.ciba().find(command.requestId()).filter(request -> request.isWaiting(now));
        if (waiting.isEmpty()) {
            return Decision.reject(Refused.notFound("request"));
        }
        CibaRequest request = waiting.get();
        if (!command.approved()) {
            return Decision.accept(new CibaEvent.Denied(command.requestId(), request.clientId()), new Done());
        }
        return SignInDecisions.factorless(state, session.get(), command.settings(), request.details())
                .map(Decision::<UserEvent>reject)
                .orElseGet(() -> Decision.accept(
                        List.of(
                                new CibaEvent.Approved(command.requestId(), request.clientId()),
                                code(command.requestId(), request, session.get())),
                        new Done()));
    }

    private static GrantEvent.CodeIssued code(String requestId, CibaRequest request, Session session) {
        return new GrantEvent.CodeIssued(
                requestId,
                request.secretDigest(),
                request.clientId(),
                null,
                request.scopes(),
                null,
                null,
                request.refreshable(),
                session.sid(),
                session.authTime(),
                session.amr(),
                request.expiresAt(),
                request.details());
    }

    /** @param pace of the polls so far */
    public static Decision<UserEvent> poll(
            UserState state, CibaCommand.Poll command, PollPace pace, RandomSecrets random, Instant now) {
        Optional<CibaRequest> found = asked(state, command);
        if (found.isEmpty()) {
            return Decision.reject(GrantDecisions.invalidGrant());
        }
        if (!now.isBefore(found.get().expiresAt())) {
            return Decision.reject(PollPace.expired());
        }
        return switch (found.get().answer()) {
            case NONE -> Decision.reject(pace.pending(now));
            case NO -> Decision.reject(PollPace.denied());
            case YES -> redeem(state, command, random, now);
        };
    }

    /** What the client polls for, if it is its own. */
    public static Optional<CibaRequest> asked(UserState state, CibaCommand.Poll command) {
        return state.ciba()
                .find(command.requestId())
                .filter(request -> request.clientId().equals(command.clientId())
                        && new SecretDigest(request.secretDigest())
                                .matches(command.secret().reveal()));
    }

    /** A poll after the one that was answered is a client's haste and no theft: what it got stays good. */
    private static Decision<UserEvent> redeem(
            UserState state, CibaCommand.Poll command, RandomSecrets random, Instant now) {
        Optional<Code> open = state.codes().find(command.requestId()).filter(code -> code.redeemedFamilyId() == null);
        return open.isEmpty()
                ? Decision.reject(GrantDecisions.invalidGrant())
                : GrantDecisions.redeemCode(
                        state,
                        new GrantCommand.RedeemCode(
                                command.slug(),
                                command.userId(),
                                command.requestId(),
                                command.secret(),
                                command.clientId(),
                                null,
                                null,
                                command.confirmation(),
                                false,
                                command.narrowing(),
                                command.settings(),
                                command.act(),
                                command.replyTo()),
                        random,
                        now);
    }
}

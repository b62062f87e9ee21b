package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.FactorCommand.InSession;
import com.prysmid.tenant.protocol.FactorCommand.InSignIn;
import com.prysmid.tenant.protocol.FactorCommand.Standing;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SignInStep;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Sessions.Session;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may touch somebody's factors. A password alone never adds one to those that there are, and an old session, which somebody
 * may have left open, changes nothing.
 */
final class FactorStanding {
    /** Since the sign-in, for a session to be as good as a password just given. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private FactorStanding() {}

    /** Empty where it is good. */
    static Optional<Refused> refusal(UserState state, Standing standing, WorkspaceSettings settings, Instant now) {
        return switch (standing) {
            case InSignIn(var ticket) -> ofSignIn(state, ticket, settings, now);
            case InSession(var session) -> ofSession(state, session, settings, now);
        };
    }

    private static Optional<Refused> ofSignIn(
            UserState state, UserBoundToken ticket, WorkspaceSettings settings, Instant now) {
        return SignInDecisions.find(state, ticket, now)
                        .flatMap(pending -> SignInDecisions.next(state, pending, settings))
                        .filter(SignInStep.ENROLMENT::equals)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(SignInDecisions.noSuchSignIn());
    }

    static Optional<Refused> ofSession(UserState state, UserBoundToken token, WorkspaceSettings settings, Instant now) {
        return SessionDecisions.find(state, token.id(), token.secret(), now)
                .map(session -> mayChange(state, session, settings, now)
                        ? Optional.<Refused>empty()
                        : Optional.of(signInAgain()))
                .orElseGet(() -> Optional.of(SessionDecisions.noSession()));
    }

    /** Lately begun, and with a factor where there is one and the workspace asks for them. */
    static boolean mayChange(UserState state, Session session, WorkspaceSettings settings, Instant now) {
        return isFresh(session, now)
                && (session.amr().contains("mfa") || !SignInDecisions.isAskedForOwnFactor(state, settings));
    }

    static boolean isFresh(Session session, Instant now) {
        return now.isBefore(session.authTime().plus(FRESH));
    }

    static Refused signInAgain() {
        return Refused.of(Refused.Reason.FORBIDDEN, "sign_in_again", "Sign in again for this.");
    }
}

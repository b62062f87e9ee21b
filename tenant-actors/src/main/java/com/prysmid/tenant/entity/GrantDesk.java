package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.decide.CibaDecisions;
import com.prysmid.tenant.decide.ConsentDecisions;
import com.prysmid.tenant.decide.ExchangeDecisions;
import com.prysmid.tenant.decide.GrantDecisions;
import com.prysmid.tenant.decide.PollPace;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.CibaCommand;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.state.UserState;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** What apps may have of the user: codes and tokens, consent, and what they ask for while the person is elsewhere. */
final class GrantDesk {
    private final UserPort user;
    private final RandomSecrets random;
    /** How often clients ask for an answer, by request id; a fail-over forgives. */
    private final Map<String, PollPace> paces = new HashMap<>();

    GrantDesk(UserPort user, RandomSecrets random) {
        this.user = user;
        this.random = random;
    }

    Effect<Recorded<UserEvent>, UserState> grant(UserState state, GrantCommand command) {
        return switch (command) {
            case GrantCommand.IssueCode c ->
                user.commit(GrantDecisions.issueCode(state, c, random, user.now()), c.act(), c.replyTo());
            case GrantCommand.RedeemCode c ->
                user.commit(GrantDecisions.redeemCode(state, c, random, user.now()), c.act(), c.replyTo());
            case GrantCommand.Refresh c ->
                user.commit(GrantDecisions.refresh(state, c, random, user.now()), c.act(), c.replyTo());
            case GrantCommand.RevokeRefreshToken c ->
                user.commit(GrantDecisions.revokeRefreshToken(state, c), c.act(), c.replyTo());
            case GrantCommand.RevokeAccessToken c ->
                user.commit(GrantDecisions.revokeAccessToken(state, c, user.now()), c.act(), c.replyTo());
            case GrantCommand.ExchangeToken c ->
                user.commit(ExchangeDecisions.exchange(state, c), c.act(), c.replyTo());
            case GrantCommand.CheckAccess c -> user.answer(c.replyTo(), GrantDecisions.checkAccess(state, c));
            case GrantCommand.TellClaims c -> user.answer(c.replyTo(), GrantDecisions.tellClaims(state, c));
            case GrantCommand.DescribeSession c ->
                user.answer(c.replyTo(), GrantDecisions.describeSession(state, c, user.now()));
            case GrantCommand.InspectRefreshToken c ->
                user.answer(c.replyTo(), GrantDecisions.inspect(state, c, user.now()));
        };
    }

    Effect<Recorded<UserEvent>, UserState> consent(UserState state, ConsentCommand command) {
        return switch (command) {
            case ConsentCommand.Check c -> user.answer(c.replyTo(), ConsentDecisions.check(state, c, user.now()));
            case ConsentCommand.ListAll c -> user.answer(c.replyTo(), ConsentDecisions.list(state, c, user.now()));
            case ConsentCommand.Give c ->
                user.commit(ConsentDecisions.give(state, c, user.now()), c.act(), c.replyTo());
            case ConsentCommand.Withdraw c ->
                user.commit(ConsentDecisions.withdraw(state, c, user.now()), c.act(), c.replyTo());
        };
    }

    Effect<Recorded<UserEvent>, UserState> ciba(UserState state, CibaCommand command) {
        return switch (command) {
            case CibaCommand.Request c ->
                user.commit(CibaDecisions.request(state, c, random, user.now()), c.act(), c.replyTo());
            case CibaCommand.ListPending c -> user.answer(c.replyTo(), CibaDecisions.pending(state, c, user.now()));
            case CibaCommand.Answer c -> user.commit(CibaDecisions.answer(state, c, user.now()), c.act(), c.replyTo());
            case CibaCommand.Poll c -> {
                paces.keySet().retainAll(state.ciba().waiting(user.now()));
                PollPace pace = paces.getOrDefault(c.requestId(), PollPace.FIRST);
                // Somebody else's tries are not held against the client.
                if (CibaDecisions.asked(state, c).isPresent()) {
                    paces.put(c.requestId(), pace.polled(user.now()));
                }
                yield user.commit(CibaDecisions.poll(state, c, pace, random, user.now()), c.act(), c.replyTo());
            }
        };
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.IdentityDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.state.UserState;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** Identities at upstream providers. Decided at once: what had to be asked elsewhere, the workspace has asked. */
final class IdentityDesk {
    private final UserPort user;
    private final RandomSecrets random;

    IdentityDesk(UserPort user, RandomSecrets random) {
        this.user = user;
        this.random = random;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, IdentityCommand command) {
        return switch (command) {
            case IdentityCommand.SignIn c -> {
                Decision<UserEvent> decision = IdentityDecisions.signIn(state, c, random, user.now());
                yield user.commit(decision, signedInAct(c.act(), decision), c.replyTo());
            }
            case IdentityCommand.Register c -> {
                Decision<UserEvent> decision = IdentityDecisions.register(state, c, random, user.now());
                yield user.commit(decision, signedInAct(c.act(), decision), c.replyTo());
            }
            case IdentityCommand.HoldsEmail c -> user.answer(c.replyTo(), IdentityDecisions.holdsEmail(state, c));
            case IdentityCommand.LinkByEmail c -> {
                Decision<UserEvent> decision = IdentityDecisions.linkByEmail(state, c, random, user.now());
                yield user.commit(decision, signedInAct(c.act(), decision), c.replyTo());
            }
            case IdentityCommand.AcceptInvitation c -> {
                Decision<UserEvent> decision = IdentityDecisions.acceptInvitation(state, c, random, user.now());
                yield user.commit(decision, signedInAct(c.act(), decision), c.replyTo());
            }
            case IdentityCommand.Link c ->
                user.commit(IdentityDecisions.link(state, c, user.now()), c.act(), c.replyTo());
            case IdentityCommand.LinkByAdmin c ->
                user.commit(IdentityDecisions.linkByAdmin(state, c, user.now()), c.act(), c.replyTo());
            case IdentityCommand.Unlink c ->
                user.commit(IdentityDecisions.unlink(state, c, user.now()), c.act(), c.replyTo());
            case IdentityCommand.ListAll c -> user.answer(c.replyTo(), IdentityDecisions.list(state, c, user.now()));
        };
    }

    /** Whoever has shown who they are acts as themselves. */
    private Act signedInAct(Act act, Decision<UserEvent> decision) {
        return decision.reply() instanceof SessionCommand.SignInAnswer ? act.by(Actor.user(user.userId())) : act;
    }
}

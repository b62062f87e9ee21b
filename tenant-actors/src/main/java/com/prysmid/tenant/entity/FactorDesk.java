package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.CodeDecisions;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.FactorDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.FactorCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.UserState;
import java.util.function.BiFunction;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/**
 * Second factors. Codes are compared on the entity's thread, one after the other, each with what those before it came to: it costs
 * microseconds, and no two guesses are ever judged by the same count.
 */
final class FactorDesk {
    private final UserPort user;
    private final RandomSecrets random;
    private final Home home;

    FactorDesk(UserPort user, RandomSecrets random, Home home) {
        this.user = user;
        this.random = random;
        this.home = home;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, FactorCommand command) {
        return switch (command) {
            case FactorCommand.ListAll c -> user.answer(c.replyTo(), FactorDecisions.list(state));
            case FactorCommand.Look c -> user.answer(c.replyTo(), FactorDecisions.look(state, c, user.now()));
            case FactorCommand.Choose c -> user.answer(c.replyTo(), FactorDecisions.choose(state, c, user.now()));
            case FactorCommand.OfferTotp c ->
                withSeal(state, c, c.act(), (now, seal) -> FactorDecisions.offerTotp(now, c, seal, random, user.now()));
            case FactorCommand.ConfirmTotp c ->
                withSeal(
                        state,
                        c,
                        c.act(),
                        (now, seal) -> FactorDecisions.confirmTotp(now, c, seal, random, user.now()));
            case FactorCommand.TurnOnEmailCodes c ->
                commit(FactorDecisions.turnOnEmailCodes(state, c, random, user.now()), c, c.act());
            case FactorCommand.SendCode c ->
                withSeal(state, c, c.act(), (now, seal) -> CodeDecisions.send(now, c, seal, random, user.now()));
            case FactorCommand.ConfirmEmailCode c ->
                withSeal(state, c, c.act(), (now, seal) -> CodeDecisions.confirm(now, c, seal, random, user.now()));
            case FactorCommand.Prove c ->
                withSeal(state, c, c.act(), (now, seal) -> CodeDecisions.prove(now, c, seal, random, user.now()));
            case FactorCommand.StepUp c -> commit(FactorDecisions.stepUp(state, c, random, user.now()), c, c.act());
            case FactorCommand.MakeRecoveryCodes c ->
                commit(FactorDecisions.makeRecoveryCodes(state, c, random, user.now()), c, c.act());
            case FactorCommand.Rename c -> commit(FactorDecisions.rename(state, c, user.now()), c, c.act());
            case FactorCommand.Remove c -> commit(FactorDecisions.remove(state, c, user.now()), c, c.act());
            case FactorCommand.RemoveByAdmin c ->
                user.commit(FactorDecisions.removeByAdmin(state, c, user.now()), c.act(), c.replyTo());
        };
    }

    /** Who is not there wakes no workspace. */
    private Effect<Recorded<UserEvent>, UserState> withSeal(
            UserState found,
            FactorCommand command,
            Act act,
            BiFunction<UserState, WorkspaceSeal, Decision<UserEvent>> decide) {
        return !found.exists()
                ? user.answer(command.replyTo(), Refused.notFound("user"))
                : user.goOn(
                        home.seal(),
                        command.replyTo(),
                        "opening the seal",
                        (state, seal) -> commit(decide.apply(state, seal), command, act));
    }

    /** Whoever has a good ticket or session acts as themselves; with a wrong code, nobody knows who it is. */
    private Effect<Recorded<UserEvent>, UserState> commit(
            Decision<UserEvent> decision, FactorCommand command, Act act) {
        return user.commit(
                decision,
                decision.reply() instanceof Refused ? act : act.by(Actor.user(user.userId())),
                command.replyTo());
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.passkey.PasskeyOutcome;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Expected;
import com.prysmid.tenant.crypto.passkey.RelyingParty;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.PasskeyDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.PasskeyAssertion;
import com.prysmid.tenant.protocol.PasskeyAttestation;
import com.prysmid.tenant.protocol.PasskeyCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** Passkeys. What strangers send is parsed and checked off the entity's thread; few at a time, so that one user's flood stays small. */
final class PasskeyDesk {
    private static final int CHECKS_LIMIT = 4;
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    /** One for all users, made on a thread that may take its time. */
    private static final class Shared {
        private static final PasskeyVerification VERIFICATION = new PasskeyVerification();
    }

    private final UserPort user;
    private final TenantServices services;
    private int checksUnderWay;

    PasskeyDesk(UserPort user, TenantServices services) {
        this.user = user;
        this.services = services;
    }

    Effect<Recorded<UserEvent>, UserState> handle(UserState state, PasskeyCommand command) {
        return switch (command) {
            case PasskeyCommand.DescribeRegistration c ->
                user.answer(c.replyTo(), PasskeyDecisions.describe(state, c, user.now()));
            case PasskeyCommand.Register c -> register(state, c);
            case PasskeyCommand.DescribeAssertion c ->
                user.answer(c.replyTo(), PasskeyDecisions.describe(state, c, user.now()));
            case PasskeyCommand.SignIn c -> signIn(state, c);
            case PasskeyCommand.ListAll c -> user.answer(c.replyTo(), PasskeyDecisions.list(state));
            case PasskeyCommand.Rename c ->
                user.commit(PasskeyDecisions.rename(state, c, user.now()), c.act(), c.replyTo());
            case PasskeyCommand.Remove c ->
                user.commit(PasskeyDecisions.remove(state, c, user.now()), c.act(), c.replyTo());
        };
    }

    private Effect<Recorded<UserEvent>, UserState> register(UserState state, PasskeyCommand.Register command) {
        Refused refused = PasskeyDecisions.mayAdd(state, command.standing(), command.settings(), user.now())
                .orElse(null);
        if (refused != null) {
            return user.answer(command.replyTo(), refused);
        }
        PasskeyAttestation attestation = command.attestation();
        PasskeyVerification.Registration registration = new PasskeyVerification.Registration(
                attestation.clientDataJson(), attestation.attestationObject(), attestation.transports());
        Expected expected = new Expected(relyingParty(), command.challenge().value(), true);
        return check(
                command,
                () -> Shared.VERIFICATION.verify(registration, expected),
                (now, outcome) -> user.commit(
                        PasskeyDecisions.register(now, command, outcome, services.random(), user.now()),
                        command.act().by(Actor.user(user.userId())),
                        command.replyTo()));
    }

    private Effect<Recorded<UserEvent>, UserState> signIn(UserState state, PasskeyCommand.SignIn command) {
        return switch (PasskeyDecisions.step(state, command, user.now())) {
            case PasskeyDecisions.Step.Refuse(var reason, var passkeyId) ->
                user.commit(PasskeyDecisions.refuse(state, reason, passkeyId), command.act(), command.replyTo());
            case PasskeyDecisions.Step.Check(var passkeyId, var passkey, var userVerified) -> {
                PasskeyAssertion sent = command.assertion();
                PasskeyVerification.Assertion assertion = new PasskeyVerification.Assertion(
                        sent.clientDataJson(), sent.authenticatorData(), sent.signature());
                Expected expected =
                        new Expected(relyingParty(), command.challenge().value(), userVerified);
                yield check(command, () -> Shared.VERIFICATION.verify(assertion, passkey, expected), (now, outcome) -> {
                    Decision<UserEvent> decision =
                            PasskeyDecisions.signIn(now, command, outcome, services.random(), user.now());
                    return user.commit(decision, actOf(command, decision), command.replyTo());
                });
            }
        };
    }

    private <T> Effect<Recorded<UserEvent>, UserState> check(
            PasskeyCommand command, Supplier<PasskeyOutcome<T>> verification, Judgement<T> judgement) {
        if (checksUnderWay >= CHECKS_LIMIT) {
            return user.answer(command.replyTo(), Refused.overloaded(SHORTLY));
        }
        checksUnderWay++;
        return user.await(
                CompletableFuture.supplyAsync(verification, services.keyWork()),
                command.replyTo(),
                "checking a passkey",
                (state, outcome, thrown) -> {
                    checksUnderWay--;
                    return outcome == null || thrown != null
                            ? user.failed(command.replyTo(), "checking a passkey", thrown)
                            : judgement.of(state, outcome);
                });
    }

    /** What comes of a check, in the state of then. */
    private interface Judgement<T> {
        Effect<Recorded<UserEvent>, UserState> of(UserState state, PasskeyOutcome<T> outcome);
    }

    /** Whoever has shown who they are acts as themselves; whoever has not is nobody. */
    private Act actOf(PasskeyCommand.SignIn command, Decision<UserEvent> decision) {
        return decision.reply() instanceof Refused
                ? command.act()
                : command.act().by(Actor.user(user.userId()));
    }

    private RelyingParty relyingParty() {
        return new RelyingParty(services.origin().issuer(user.slug()));
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.state.UserState;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;

/** What the desks of one {@link User} share: who it is, what time it is, and the ways to end a message. Used by the entity's thread only. */
interface UserPort {
    Slug slug();

    UserId userId();

    /** One and the same while a message is handled: what is answered and what is recorded tell the same time. */
    Instant now();

    /** The workspace's seal, for secrets of this user that wait or rest; asked for when first needed, and kept. */
    CompletionStage<WorkspaceSeal> seal();

    /** Whether the workspace lets one more mail go to this address that anybody can cause. */
    CompletionStage<HomeCommand.MailAdmitted> admitMail(String address);

    /** Writes what was decided, then answers. */
    Effect<Recorded<UserEvent>, UserState> commit(Decision<UserEvent> decision, Act act, ActorRef<Reply> replyTo);

    Effect<Recorded<UserEvent>, UserState> answer(ActorRef<Reply> replyTo, Reply reply);

    /** Nothing to do for now. */
    Effect<Recorded<UserEvent>, UserState> none();

    /**
     * Comes back to this entity when the stage completes, and goes on with the state of then; the entity stays awake for it.
     *
     * @param what is done meanwhile, for the log
     */
    <T> Effect<Recorded<UserEvent>, UserState> goOn(
            CompletionStage<T> stage,
            ActorRef<Reply> replyTo,
            String what,
            BiFunction<UserState, T, Effect<Recorded<UserEvent>, UserState>> next);

    /** As {@link #goOn}, where the desk itself sees to failures: {@code thrown} is null where there is none. */
    <T> Effect<Recorded<UserEvent>, UserState> await(
            CompletionStage<T> stage, ActorRef<Reply> replyTo, String what, Awaited<T> next);

    /** Tells that something went wrong, and writes why into the log. */
    Effect<Recorded<UserEvent>, UserState> failed(ActorRef<Reply> replyTo, String what, @Nullable Throwable thrown);

    /** Where an answer goes that nobody asked for. */
    ActorRef<Reply> nobody();

    /** Hands a message to the entity as if it had just come. */
    void again(UserMessage message);

    /** What comes of a stage. */
    interface Awaited<T> {
        Effect<Recorded<UserEvent>, UserState> apply(UserState state, @Nullable T value, @Nullable Throwable thrown);
    }
}

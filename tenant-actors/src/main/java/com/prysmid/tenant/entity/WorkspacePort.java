package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/**
 * What the desks of one {@link Workspace} share: which it is, what time it is, and the ways to end a message. Used by the entity's
 * thread only.
 */
interface WorkspacePort {
    Slug slug();

    /** One and the same while a message is handled: what is answered and what is recorded tell the same time. */
    Instant now();

    /** Writes what was decided, then answers. */
    Effect<Recorded<WorkspaceEvent>, WorkspaceState> commit(
            Decision<WorkspaceEvent> decision, Act act, ActorRef<Reply> replyTo);

    /** Writes what nobody asked for. */
    default Effect<Recorded<WorkspaceEvent>, WorkspaceState> write(List<WorkspaceEvent> events, Act act) {
        return write(events, act, after -> {});
    }

    /**
     * As {@link #write(List, Act)}.
     *
     * @param then what follows, with the state that the events lead to; nothing where there are none
     */
    Effect<Recorded<WorkspaceEvent>, WorkspaceState> write(
            List<WorkspaceEvent> events, Act act, Consumer<WorkspaceState> then);

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> answer(ActorRef<Reply> replyTo, Reply reply);

    /**
     * Answers when the stage completes, without coming back to this entity.
     *
     * @param what is done meanwhile, for the log
     */
    Effect<Recorded<WorkspaceEvent>, WorkspaceState> later(
            ActorRef<Reply> replyTo, String what, CompletionStage<? extends Reply> stage);

    /** Comes back to this entity when the stage completes, and goes on with the state of then; the entity stays awake for it. */
    <T> Effect<Recorded<WorkspaceEvent>, WorkspaceState> goOn(
            CompletionStage<T> stage,
            ActorRef<Reply> replyTo,
            String what,
            BiFunction<WorkspaceState, T, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next);

    /**
     * As {@link #goOn}, for what nobody waits for: the entity may be put to sleep before, and a failure is a line in the log.
     *
     * @param ended either way, before what follows
     */
    <T> void goOnUnasked(
            CompletionStage<T> stage,
            String what,
            Runnable ended,
            BiFunction<WorkspaceState, T, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next);
}

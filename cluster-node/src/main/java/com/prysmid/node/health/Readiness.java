package com.prysmid.node.health;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/** Whether this node wants requests: not before its listeners are bound, and not again once it drains. Thread-safe. */
public final class Readiness implements Extension {

    private enum Phase {
        STARTING,
        ACCEPTING,
        DRAINING
    }

    private static final class Id extends ExtensionId<Readiness> {
        @Override
        public Readiness createExtension(ActorSystem<?> system) {
            return new Readiness();
        }
    }

    private static final Id ID = new Id();

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    private Readiness() {}

    public static Readiness get(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** Everything is bound. Has no effect on a node that drains already. */
    public void accept() {
        phase.compareAndSet(Phase.STARTING, Phase.ACCEPTING);
    }

    /** The node is about to stop; final. */
    public void drain() {
        phase.set(Phase.DRAINING);
    }

    public boolean accepting() {
        return phase.get() == Phase.ACCEPTING;
    }
}

package com.prysmid.control.workspaces;

import com.prysmid.control.value.Slug;
import java.util.Optional;

/**
 * A workspace's past, told one fact after another: the same transitions as the actor's, for those who read the journal. Immutable.
 */
public final class WorkspaceStory {
    private static final String PERSISTENCE_ID = WorkspaceLifecycle.TYPE + "|";

    private final LifecycleState state;

    private WorkspaceStory(LifecycleState state) {
        this.state = state;
    }

    /** Before the first fact. */
    public static WorkspaceStory untold() {
        return new WorkspaceStory(new LifecycleState.Absent());
    }

    /** Whose story the facts under this persistence id tell, if a workspace's. */
    public static Optional<Slug> of(String persistenceId) {
        return persistenceId.startsWith(PERSISTENCE_ID)
                ? Optional.of(new Slug(persistenceId.substring(PERSISTENCE_ID.length())))
                : Optional.empty();
    }

    public WorkspaceStory then(LifecycleEvent event) {
        return new WorkspaceStory(state.apply(event));
    }

    /** The workspace as the API shows it at this point; empty before the first fact. */
    public Optional<WorkspaceView> view(IssuerNaming issuers) {
        return state instanceof LifecycleState.Created created
                ? Optional.of(WorkspaceView.of(created, issuers))
                : Optional.empty();
    }
}

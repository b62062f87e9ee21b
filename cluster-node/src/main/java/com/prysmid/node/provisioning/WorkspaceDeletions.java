package com.prysmid.node.provisioning;

import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.protocol.Slug;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the end of workspaces in the tenants' database. Every step may be asked for again, whatever became of it before. */
public interface WorkspaceDeletions {

    /** What became of the slug, as this creation may know it. */
    CompletionStage<Fate> fate(Slug slug, String creationId);

    /** No node enters the workspace from then on. */
    CompletionStage<Void> begin(Slug slug, String creationId);

    /** Tells all nodes that what they remember of the workspace is void. */
    void forget(Slug slug);

    /**
     * Backs the workspace up and drops it; what was begun goes on also where nobody waits for it any more.
     *
     * @return empty where that takes longer than somebody should wait, or is another node's work
     */
    CompletionStage<Optional<Backup>> finish(Slug slug, String creationId);

    /** Removes the backup, for good. */
    CompletionStage<Void> purge(Slug slug, String creationId);
}

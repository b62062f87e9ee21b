package com.prysmid.node.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.tenant.decide.DeletionDecisions;
import com.prysmid.tenant.decide.DeletionDecisions.Backup;
import com.prysmid.tenant.decide.DeletionDecisions.Fate;
import com.prysmid.tenant.decide.ProvisioningDecisions;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The steps that end a workspace, and what its end means for the others. First the workspace itself is told, which from then on answers
 * nobody; then the database shuts it to all nodes; then it is backed up and dropped. Wherever that is broken off, the same request goes on
 * from there. Thread-safe.
 */
final class DeletionSteps {
    private final WorkspaceDeletions deletions;
    private final WorkspaceEntities entities;
    private final Duration keep;
    private final Clock clock;

    /** @param keep how long every backup is kept, whoever asks */
    DeletionSteps(WorkspaceDeletions deletions, WorkspaceEntities entities, Duration keep, Clock clock) {
        this.deletions = deletions;
        this.entities = entities;
        this.keep = keep;
        this.clock = clock;
    }

    /** Any other step, unless the asking creation's workspace has ended or the slug is kept for another that has. */
    CompletionStage<HttpResponse> unlessEnded(
            Slug slug, String creationId, Supplier<CompletionStage<HttpResponse>> step) {
        return deletions
                .fate(slug, creationId)
                .thenCompose(fate -> DeletionDecisions.refuseStep(fate)
                        .map(DeletionSteps::refusal)
                        .orElseGet(step));
    }

    /** The same, for the step that opens a workspace: one whose rows were put back is there again before. */
    CompletionStage<HttpResponse> reinstated(
            Slug slug, String creationId, Act act, Supplier<CompletionStage<HttpResponse>> step) {
        return deletions
                .fate(slug, creationId)
                .thenCompose(fate -> fate instanceof Fate.Restored
                        ? entities.ask(
                                        slug,
                                        replyTo -> new ProvisioningCommand.Reinstate(slug, creationId, act, replyTo))
                                .thenCompose(reply -> reply instanceof Refused refused ? refusal(refused) : step.get())
                        : step.get());
    }

    CompletionStage<HttpResponse> delete(Slug slug, String creationId, Act act) {
        return deletions
                .fate(slug, creationId)
                .thenCompose(fate -> fate instanceof Fate.Untold || fate instanceof Fate.Restored
                        ? begin(slug, creationId, act)
                        : goOn(slug, creationId, fate, Refused.noSuchWorkspace()));
    }

    private CompletionStage<HttpResponse> begin(Slug slug, String creationId, Act act) {
        return entities.ask(slug, replyTo -> new ProvisioningCommand.BeginDeletion(slug, creationId, act, replyTo))
                .thenCompose(reply -> switch (reply) {
                    case Done done -> deletions.begin(slug, creationId).thenCompose(begun -> finish(slug, creationId));
                    // Somebody may have asked for the same a moment earlier: then it is gone already.
                    case Refused refused ->
                        deletions.fate(slug, creationId).thenCompose(fate -> goOn(slug, creationId, fate, refused));
                    default -> throw new IllegalStateException("a workspace answered out of turn");
                });
    }

    private CompletionStage<HttpResponse> goOn(Slug slug, String creationId, Fate fate, Refused otherwise) {
        return switch (fate) {
            case Fate.UnderWay f -> finish(slug, creationId);
            case Fate.Deleted(var at, var backup) -> deleted(slug, backup);
            case Fate.Purged f -> deleted(slug, null);
            case Fate.AnothersDeletion f -> refusal(ProvisioningDecisions.slugInUse());
            case Fate.Untold f -> refusal(otherwise);
            case Fate.Restored f -> refusal(otherwise);
        };
    }

    private CompletionStage<HttpResponse> finish(Slug slug, String creationId) {
        deletions.forget(slug);
        return deletions
                .finish(slug, creationId)
                .thenCompose(backup -> backup.map(whole -> deleted(slug, whole))
                        .orElseGet(() -> completed(Problem.underWay().response())));
    }

    private static CompletionStage<HttpResponse> deleted(Slug slug, @Nullable Backup backup) {
        ObjectNode answer = inStatus(slug, "deleted");
        if (backup == null) {
            answer.putNull("backup");
        } else {
            answer.putObject("backup").put("bytes", backup.bytes()).put("sha256", backup.sha256());
        }
        return ok(answer);
    }

    CompletionStage<HttpResponse> purge(Slug slug, String creationId) {
        return deletions
                .fate(slug, creationId)
                .thenCompose(fate -> fate instanceof Fate.Untold
                        ? notDeleted(slug, creationId)
                        : DeletionDecisions.refusePurge(fate, clock.instant(), keep)
                                .map(DeletionSteps::refusal)
                                .orElseGet(() -> deletions
                                        .purge(slug, creationId)
                                        .thenCompose(done -> ok(inStatus(slug, "purged")))));
    }

    private CompletionStage<HttpResponse> notDeleted(Slug slug, String creationId) {
        return entities.ask(slug, replyTo -> new ProvisioningCommand.Describe(slug, replyTo))
                .thenCompose(reply -> switch (reply) {
                    case WorkspaceDescription there ->
                        refusal(
                                there.creationId().equals(creationId)
                                        ? DeletionDecisions.notDeleted()
                                        : ProvisioningDecisions.slugInUse());
                    case Refused refused -> refusal(refused);
                    default -> throw new IllegalStateException("a workspace answered out of turn");
                });
    }

    private static ObjectNode inStatus(Slug slug, String status) {
        return JsonNodeFactory.instance.objectNode().put("slug", slug.value()).put("status", status);
    }

    private static CompletionStage<HttpResponse> ok(ObjectNode body) {
        return completed(HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, body.toString()));
    }

    private static CompletionStage<HttpResponse> refusal(Refused refused) {
        return completed(Problem.of(refused).response());
    }

    private static CompletionStage<HttpResponse> completed(HttpResponse response) {
        return CompletableFuture.completedStage(response);
    }
}

package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.WorkspaceFacts;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.LifecycleCommand.CreateReply;
import com.prysmid.control.workspaces.LifecycleCommand.LookUp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP layer can ask about workspaces: the only place that asks their actors. Safe for use by many threads at once. Every
 * stage may fail with a {@link java.util.concurrent.TimeoutException}: then nobody knows whether it was done, and asking again is
 * safe.
 */
public final class Workspaces {
    /** Long enough for a cold entity and a slow disk, short enough for a caller who waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final EntityTypeKey<LifecycleCommand> LIFECYCLE =
            EntityTypeKey.create(LifecycleCommand.class, WorkspaceLifecycle.TYPE);
    private static final EntityTypeKey<IndexCommand> INDEX =
            EntityTypeKey.create(IndexCommand.class, WorkspaceIndex.TYPE);

    private final ClusterSharding sharding;
    private final DataPlaneClient dataPlane;
    private final Clock clock;
    private final Duration creationWait;

    private Workspaces(ClusterSharding sharding, DataPlaneClient dataPlane, Clock clock, Duration creationWait) {
        this.sharding = sharding;
        this.dataPlane = dataPlane;
        this.clock = clock;
        this.creationWait = creationWait;
    }

    /**
     * Starts the actors.
     *
     * @param creationWait how long {@link #create} waits for the end of provisioning before it answers; zero for not at all
     */
    public static Workspaces start(
            ActorSystem<?> system,
            DataPlaneClient dataPlane,
            Vault vault,
            IssuerNaming issuers,
            BackOff backOff,
            Duration creationWait,
            Clock clock) {
        ClusterSharding sharding = ClusterSharding.get(system);
        WorkspaceLifecycle.Surroundings world = new WorkspaceLifecycle.Surroundings(
                dataPlane,
                vault,
                issuers,
                backOff,
                clock,
                slug -> sharding.entityRefFor(INDEX, WorkspaceIndex.ID).tell(new IndexCommand.Settle(slug)),
                (slug, done) ->
                        sharding.entityRefFor(INDEX, WorkspaceIndex.ID).tell(new IndexCommand.Tended(slug, done)));
        sharding.init(Entity.of(
                        LIFECYCLE,
                        context ->
                                WorkspaceLifecycle.create(new Slug(context.getEntityId()), world, context.getShard()))
                .withStopMessage(new LifecycleCommand.Stop()));
        sharding.init(Entity.of(
                INDEX,
                context -> WorkspaceIndex.create(
                        clock,
                        slug -> sharding.entityRefFor(LIFECYCLE, slug.text()).tell(new LifecycleCommand.Wake()))));
        return new Workspaces(sharding, dataPlane, clock, creationWait);
    }

    /** Wakes every unfinished workspace, and some whose service account was not looked at yet. Harmless at any time. */
    public void sweep() {
        index().tell(new IndexCommand.Sweep());
        index().tell(new IndexCommand.Inspect());
    }

    /** What became of a wish for a workspace. */
    public sealed interface Creation {
        /** It exists, perhaps still in the making; or it existed already, by the same request. */
        record Accepted(WorkspaceView view) implements Creation {}

        /** The slug belongs to another request. */
        record SlugInUse() implements Creation {}

        /** The idempotency key came with a different request before. */
        record KeyUsedForAnother() implements Creation {}
    }

    /**
     * Makes a workspace.
     *
     * @param idempotencyKey digest of the acting token and its {@code Idempotency-Key}, if the caller sent one
     */
    public CompletionStage<Creation> create(WorkspaceRequest request, Provenance by, @Nullable Sha256 idempotencyKey) {
        Sha256 fingerprint = request.fingerprint();
        return index().<IndexCommand.Enlisting>ask(
                        replyTo -> new IndexCommand.Enlist(by, request.slug(), idempotencyKey, fingerprint, replyTo),
                        PATIENCE)
                .thenCompose(enlisting -> switch (enlisting) {
                    case KEY_USED_FOR_ANOTHER -> CompletableFuture.completedStage(new Creation.KeyUsedForAnother());
                    case ENLISTED -> begin(request, by, fingerprint);
                });
    }

    private CompletionStage<Creation> begin(WorkspaceRequest request, Provenance by, Sha256 fingerprint) {
        LifecycleEvent.Requested wanted = new LifecycleEvent.Requested(
                clock.instant(),
                by,
                UUID.randomUUID().toString(),
                request.slug(),
                request.name(),
                request.plan(),
                request.ownerEmail(),
                request.adminJwk(),
                fingerprint,
                request.accountId());
        return lifecycle(request.slug())
                .<CreateReply>ask(replyTo -> new LifecycleCommand.Create(wanted, replyTo), PATIENCE)
                .thenCompose(reply -> switch (reply) {
                    case CreateReply.SlugInUse inUse -> CompletableFuture.completedStage(new Creation.SlugInUse());
                    case CreateReply.Accepted(WorkspaceView view) ->
                        settled(view).thenApply(Creation.Accepted::new);
                });
    }

    /** Waits a moment, so that most callers see their workspace active at once. */
    private CompletionStage<WorkspaceView> settled(WorkspaceView view) {
        if (creationWait.isZero() || view.status() != WorkspaceView.Status.PROVISIONING) {
            return CompletableFuture.completedStage(view);
        }
        return lifecycle(view.slug())
                .<LookUp>ask(
                        replyTo -> new LifecycleCommand.GetSettled(creationWait, replyTo), creationWait.plus(PATIENCE))
                .thenApply(found -> view(found).orElse(view));
    }

    /** What became of a wish to suspend or resume a workspace. */
    public sealed interface Change {
        record Done(WorkspaceView view) implements Change {}

        record NotFound() implements Change {}

        /** It never served, or not yet. */
        record NeverServed() implements Change {}

        /** Nobody knows whether it was done; asking again is safe. */
        record Unreachable() implements Change {}
    }

    /** The workspace serves no longer, from now on; its key set and metadata stay up. */
    public CompletionStage<Change> suspend(Slug slug, Provenance by) {
        return change(slug, LifecycleCommand.Service.SUSPENDED, by);
    }

    /** It serves again. */
    public CompletionStage<Change> resume(Slug slug, Provenance by) {
        return change(slug, LifecycleCommand.Service.RESUMED, by);
    }

    private CompletionStage<Change> change(Slug slug, LifecycleCommand.Service wanted, Provenance by) {
        return lifecycle(slug)
                .<LifecycleCommand.ServiceReply>ask(
                        replyTo -> new LifecycleCommand.ChangeService(wanted, by, replyTo), PATIENCE.multipliedBy(2))
                .thenApply(reply -> switch (reply) {
                    case LifecycleCommand.ServiceReply.Changed(WorkspaceView view) -> new Change.Done(view);
                    case LifecycleCommand.ServiceReply.NotFound none -> new Change.NotFound();
                    case LifecycleCommand.ServiceReply.NeverServed never -> new Change.NeverServed();
                    case LifecycleCommand.ServiceReply.TryAgain again -> new Change.Unreachable();
                });
    }

    /** The workspace of that slug, if there is one. */
    public CompletionStage<Optional<WorkspaceView>> find(Slug slug) {
        return lifecycle(slug).<LookUp>ask(LifecycleCommand.Get::new, PATIENCE).thenApply(Workspaces::view);
    }

    /** How to call the workspace's admin API; empty where there is no such workspace, or no account of ours in it. */
    public CompletionStage<Optional<ServiceAccountAccess>> serviceAccount(Slug slug) {
        return lifecycle(slug)
                .<LifecycleCommand.Operated>ask(LifecycleCommand.GetServiceAccount::new, PATIENCE)
                .thenApply(LifecycleCommand.Operated::access);
    }

    /**
     * Another key for the service account; the one before is void as soon as the data plane has taken it. The answer, the new key's id,
     * comes before that. Asked again meanwhile, it is the same key. Empty where there is no account of ours.
     */
    public CompletionStage<Optional<String>> rotateServiceAccountKey(Slug slug, Provenance by) {
        return lifecycle(slug)
                .<LifecycleCommand.RotationReply>ask(
                        replyTo -> new LifecycleCommand.RotateServiceAccountKey(by, replyTo), PATIENCE)
                .thenApply(reply -> switch (reply) {
                    case LifecycleCommand.RotationReply.Begun(String keyId) -> Optional.of(keyId);
                    case LifecycleCommand.RotationReply.NoAccount none -> Optional.empty();
                });
    }

    /** What the data plane says of a workspace, or that it cannot say now. */
    public CompletionStage<Facts> facts(WorkspaceView view) {
        return dataPlane.read(view.slug()).thenApply(reply -> switch (reply) {
            case DataPlaneReply.Done<WorkspaceFacts>(WorkspaceFacts facts) ->
                new Facts.Known(facts.keyIds(), facts.counts());
            case DataPlaneReply.Refused<WorkspaceFacts>(int status, String code, String detail) ->
                status == 404 && view.status() != WorkspaceView.Status.ACTIVE
                        ? new Facts.Known(view.keyIds(), Map.of())
                        : new Facts.Unreachable();
            case DataPlaneReply.TryAgain<WorkspaceFacts> again -> new Facts.Unreachable();
        });
    }

    /** What can be known of a workspace's inside without anything personal. */
    public sealed interface Facts {
        record Known(List<String> keyIds, Map<String, Long> counts) implements Facts {
            public Known {
                keyIds = List.copyOf(keyIds);
                counts = Map.copyOf(counts);
            }
        }

        /** The data plane does not answer, or not sensibly. */
        record Unreachable() implements Facts {}
    }

    private static Optional<WorkspaceView> view(LookUp found) {
        return switch (found) {
            case LookUp.Found(WorkspaceView view) -> Optional.of(view);
            case LookUp.NotFound none -> Optional.empty();
        };
    }

    private EntityRef<LifecycleCommand> lifecycle(Slug slug) {
        return sharding.entityRefFor(LIFECYCLE, slug.text());
    }

    private EntityRef<IndexCommand> index() {
        return sharding.entityRefFor(INDEX, WorkspaceIndex.ID);
    }
}

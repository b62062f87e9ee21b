package com.prysmid.gateway.host;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.ProvisioningCommand.Describe;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * Describes workspaces, with a bounded memory of seconds. Thread-safe; many requests for one slug at once ask once. A failed
 * question is not remembered.
 */
public final class WorkspaceLookup {
    /** A suspension, a deletion or a changed policy is seen by every gateway after at most so long; entities enforce both at once. */
    private static final Duration FOUND = Duration.ofSeconds(5);

    /** Short, for a name may be provisioned right after somebody asked for it. */
    private static final Duration ABSENT = Duration.ofSeconds(2);

    private static final Duration PROVISIONING = Duration.ofMillis(200);

    /** Some 25 MB at worst. The eviction policy keeps what is asked often, so random names do not displace real ones. */
    private static final long LIMIT = 50_000;

    private final Entities entities;
    private final AsyncCache<Slug, Optional<WorkspaceDescription>> cache = Caffeine.newBuilder()
            .maximumSize(LIMIT)
            .expireAfter(Expiry.<Slug, Optional<WorkspaceDescription>>writing((slug, found) -> life(found)))
            .buildAsync();

    public WorkspaceLookup(Entities entities) {
        this.entities = entities;
    }

    /** What is told to be void is asked for anew; nothing but promptness depends on it. */
    public void forgetWhenTold(ActorSystem<?> system) {
        Behavior<ForgetWorkspace> forgetful = Behaviors.receiveMessage(told -> {
            forget(told.slug());
            return Behaviors.same();
        });
        system.systemActorOf(ForgetWorkspace.topic(), "forget-workspace-lookup", Props.empty())
                .tell(Topic.subscribe(system.systemActorOf(forgetful, "workspace-lookup", Props.empty())));
    }

    private void forget(Slug slug) {
        cache.synchronous().invalidate(slug);
    }

    /** Empty where there is no such workspace, or not yet; never-existed and deleted are the same. */
    public CompletionStage<Optional<WorkspaceDescription>> find(Slug slug) {
        return cache.get(slug, (key, executor) -> ask(key))
                .thenApply(found -> found.filter(workspace -> workspace.status() != WorkspaceStatus.PROVISIONING));
    }

    private CompletableFuture<Optional<WorkspaceDescription>> ask(Slug slug) {
        return entities.workspace(slug, replyTo -> new Describe(slug, replyTo), WorkspaceDescription.class)
                .handle((description, thrown) -> {
                    if (thrown == null) {
                        return Optional.of(description);
                    }
                    if (RefusedException.in(thrown)
                            .filter(refused -> refused.reason() == Refused.Reason.NO_SUCH_WORKSPACE)
                            .isPresent()) {
                        return Optional.<WorkspaceDescription>empty();
                    }
                    throw thrown instanceof CompletionException wrapped ? wrapped : new CompletionException(thrown);
                })
                .toCompletableFuture();
    }

    private static Duration life(Optional<WorkspaceDescription> found) {
        return found.map(workspace -> workspace.status() == WorkspaceStatus.PROVISIONING ? PROVISIONING : FOUND)
                .orElse(ABSENT);
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.Slug;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Puts this node's entities of a workspace to sleep when the workspace is to be forgotten; what they wake up as, the journal says. */
final class Oblivion extends AbstractBehavior<Oblivion.Message> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    sealed interface Message {}

    private record Forget(Slug slug) implements Message {}

    private record Awake(EntityTypeKey<? super ForgetWorkspace> type, Slug slug, List<String> ids) implements Message {}

    private final ClusterSharding sharding;

    /** On a node that runs entities. */
    static void start(ActorSystem<?> system) {
        ActorRef<Topic.Command<ForgetWorkspace>> topic =
                system.systemActorOf(ForgetWorkspace.topic(), "forget-workspace-entities", Props.empty());
        system.systemActorOf(create(topic), "oblivion", Props.empty());
    }

    static Behavior<Message> create(ActorRef<Topic.Command<ForgetWorkspace>> topic) {
        return Behaviors.setup(context -> {
            topic.tell(Topic.subscribe(
                    context.messageAdapter(ForgetWorkspace.class, message -> new Forget(message.slug()))));
            return new Oblivion(context);
        });
    }

    private Oblivion(ActorContext<Message> context) {
        super(context);
        this.sharding = ClusterSharding.get(context.getSystem());
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder().onMessage(Message.class, this::on).build();
    }

    private Behavior<Message> on(Message message) {
        switch (message) {
            case Forget(var slug) -> {
                look(EntityKeys.WORKSPACE, slug);
                look(EntityKeys.USER, slug);
                look(EntityKeys.STRANGER, slug);
            }
            case Awake(var type, var slug, var ids) ->
                ids.forEach(id -> sharding.entityRefFor(type, id).tell(new ForgetWorkspace(slug)));
        }
        return this;
    }

    private void look(EntityTypeKey<? super ForgetWorkspace> type, Slug slug) {
        getContext()
                .ask(
                        CurrentShardRegionState.class,
                        sharding.shardState(),
                        PATIENCE,
                        replyTo -> new GetShardRegionState(type, replyTo),
                        (state, thrown) ->
                                new Awake(type, slug, thrown == null ? ofWorkspace(state, slug) : List.of()));
    }

    private static List<String> ofWorkspace(CurrentShardRegionState state, Slug slug) {
        String users = slug.value() + "/";
        return state.getShards().stream()
                .flatMap(shard -> shard.getEntityIds().stream())
                .filter(id -> id.equals(slug.value()) || id.startsWith(users))
                .toList();
    }
}

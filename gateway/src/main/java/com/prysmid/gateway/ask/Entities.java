package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserMessage;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/** Asks workspaces and users, wherever in the cluster they run. Thread-safe. */
public final class Entities {
    /** Longer than a shard takes to move when a node leaves in order. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A password check waits for its turn among others. Less than the listener itself waits for a handler, 15 s. */
    private static final Duration HASHING_TIMEOUT = Duration.ofSeconds(12);

    /** Two fetches of {@code prysm.outbound.time-limit} one after the other, and still less than 15 s. */
    private static final Duration FETCHING_TIMEOUT = Duration.ofSeconds(12);

    private final ClusterSharding sharding;

    public Entities(ActorSystem<?> system) {
        this.sharding = ClusterSharding.get(system);
    }

    public <R extends Reply> CompletionStage<R> workspace(
            Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command, Class<R> reply) {
        return workspace(slug, command, reply, TIMEOUT);
    }

    /** For commands behind which something may be fetched from a URL that a tenant named. */
    public <R extends Reply> CompletionStage<R> workspaceFetching(
            Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command, Class<R> reply) {
        return workspace(slug, command, reply, FETCHING_TIMEOUT);
    }

    public <R extends Reply> CompletionStage<R> user(
            Slug slug, UserId user, Function<ActorRef<Reply>, UserCommand> command, Class<R> reply) {
        return user(slug, user, command, reply, TIMEOUT);
    }

    /** For commands behind which a password is hashed. */
    public <R extends Reply> CompletionStage<R> userHashing(
            Slug slug, UserId user, Function<ActorRef<Reply>, UserCommand> command, Class<R> reply) {
        return user(slug, user, command, reply, HASHING_TIMEOUT);
    }

    /** For a password that somebody tries with a login name that nobody has. */
    public <R extends Reply> CompletionStage<R> strangerHashing(
            Slug slug, UserId stranger, Function<ActorRef<Reply>, UserCommand> command, Class<R> reply) {
        return user(EntityKeys.STRANGER, slug, stranger, command, reply, HASHING_TIMEOUT);
    }

    private <R extends Reply> CompletionStage<R> workspace(
            Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command, Class<R> reply, Duration timeout) {
        return sharding.entityRefFor(EntityKeys.WORKSPACE, EntityKeys.workspaceId(slug))
                .<Reply>ask(command::apply, timeout)
                .handle((answer, thrown) -> unwrap(answer, thrown, reply, "workspace"));
    }

    private <R extends Reply> CompletionStage<R> user(
            Slug slug, UserId user, Function<ActorRef<Reply>, UserCommand> command, Class<R> reply, Duration timeout) {
        return user(EntityKeys.USER, slug, user, command, reply, timeout);
    }

    private <R extends Reply> CompletionStage<R> user(
            EntityTypeKey<UserMessage> type,
            Slug slug,
            UserId user,
            Function<ActorRef<Reply>, UserCommand> command,
            Class<R> reply,
            Duration timeout) {
        return sharding.entityRefFor(type, EntityKeys.userId(slug, user))
                .<Reply>ask(command::apply, timeout)
                .handle((answer, thrown) -> unwrap(answer, thrown, reply, "user"));
    }

    private static <R extends Reply> R unwrap(
            @Nullable Reply answer, @Nullable Throwable thrown, Class<R> wanted, String entity) {
        if (thrown != null) {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            throw cause instanceof TimeoutException ? new NoAnswer(entity) : new CompletionException(cause);
        }
        if (answer instanceof Refused refused) {
            throw new RefusedException(refused);
        }
        return wanted.cast(answer);
    }
}

package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP layer can ask about API tokens. Safe for use by many threads at once. Every stage may fail with a {@link
 * java.util.concurrent.TimeoutException}.
 */
public final class Tokens {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For the first question of all, which waits for the cluster of one to place its first shard on a busy machine. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private static final EntityTypeKey<TokenCommand> TOKENS = EntityTypeKey.create(TokenCommand.class, ApiTokens.TYPE);

    private final ClusterSharding sharding;
    private final SecureRandom random;

    private Tokens(ClusterSharding sharding, SecureRandom random) {
        this.sharding = sharding;
        this.random = random;
    }

    /** Starts the actor. */
    public static Tokens start(ActorSystem<?> system, Clock clock, SecureRandom random) {
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(TOKENS, context -> ApiTokens.create(clock)));
        return new Tokens(sharding, random);
    }

    /** What became of a wish for a token. */
    public sealed interface Creation {
        /** Made; this is the only time it is shown, but for a repeat of the request within minutes. */
        record Created(TokenView view, ApiToken token) implements Creation {}

        /** Made earlier with the same idempotency key, too long ago to be shown again. */
        record ShownAlready(String tokenId) implements Creation {}

        /** The idempotency key came with a different request before. */
        record KeyUsedForAnother() implements Creation {}
    }

    /**
     * Makes a token with these rights, which are within those of whoever asks.
     *
     * @param accountId the account whose workspaces it is to reach; null for all, which is an operator's to give
     */
    public CompletionStage<Creation> create(
            DisplayName name,
            TokenRights rights,
            @Nullable AccountId accountId,
            Provenance by,
            @Nullable Sha256 idempotencyKey) {
        ApiToken token = ApiToken.generate(random);
        return tokens().ask(
                        replyTo -> new TokenCommand.Create(
                                newId(), name, rights, accountId, token, by, idempotencyKey, replyTo),
                        PATIENCE);
    }

    /** Makes the token with this digest valid, unless it has been valid before. */
    public CompletionStage<Void> ensure(DisplayName name, Sha256 digest) {
        return tokens().<TokenCommand.Ensured>ask(
                        replyTo -> new TokenCommand.Ensure(newId(), name, digest, replyTo), START_PATIENCE)
                .thenAccept(ensured -> {});
    }

    /**
     * Whether there was such a token to delete.
     *
     * @param accounts whose tokens may be deleted; null for all
     */
    public CompletionStage<Boolean> delete(String tokenId, @Nullable Set<AccountId> accounts, Provenance by) {
        return tokens().<TokenCommand.Deletion>ask(
                        replyTo -> new TokenCommand.Delete(tokenId, accounts, by, replyTo), PATIENCE)
                .thenApply(deletion -> deletion == TokenCommand.Deletion.DELETED);
    }

    /** Who acts with this token, if it is valid; so it has been used. */
    public CompletionStage<Optional<TokenHolder>> recognise(ApiToken token) {
        Sha256 digest = token.digest();
        return tokens().<TokenCommand.Recognition>ask(replyTo -> new TokenCommand.Recognise(digest, replyTo), PATIENCE)
                .thenApply(TokenCommand.Recognition::holder);
    }

    /**
     * A part of the list, in order of id.
     *
     * @param next the id to continue after, or null where the list ends
     */
    public record Page(List<TokenView> items, @Nullable String next) {}

    /**
     * Up to {@code limit} tokens, after {@code after} if that is given.
     *
     * @param accounts whose tokens may be seen; null for all
     */
    public CompletionStage<Page> list(@Nullable Set<AccountId> accounts, @Nullable String after, int limit) {
        return tokens().<TokenCommand.Views>ask(
                        replyTo -> new TokenCommand.Page(accounts, after, limit + 1, replyTo), PATIENCE)
                .thenApply(page -> {
                    List<TokenView> found = page.tokens();
                    return found.size() > limit
                            ? new Page(
                                    found.subList(0, limit),
                                    found.get(limit - 1).id())
                            : new Page(found, null);
                });
    }

    private static String newId() {
        return "tok_" + UUID.randomUUID().toString().replace("-", "");
    }

    private EntityRef<TokenCommand> tokens() {
        return sharding.entityRefFor(TOKENS, ApiTokens.ID);
    }
}

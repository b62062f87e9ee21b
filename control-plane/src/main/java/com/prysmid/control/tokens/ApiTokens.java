package com.prysmid.control.tokens;

import com.prysmid.control.value.Actor;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.jspecify.annotations.Nullable;

/** All API tokens: one persistent actor, because there are few and every request asks it one map look-up. */
final class ApiTokens extends EventSourcedBehavior<TokenCommand, TokenEvent, TokenState> {
    /** Part of the persistence id: never to be changed. */
    static final String TYPE = "ApiTokens";

    /** There is one set of tokens; this is its name. */
    static final String ID = "all";

    /** Who acts when the process itself ensures a token at its start. */
    private static final Provenance BOOTSTRAP = Provenance.system("bootstrap");

    /** How long a fresh token can be shown again to a caller whose connection broke. It is in memory only. */
    private static final Duration SHOWN_AGAIN = Duration.ofMinutes(10);

    /** In use all day, a token puts so many events a day into the journal, and no more. */
    static final Duration NOTED_EVERY = Duration.ofHours(1);

    private final Clock clock;
    /** By token id, since this process began. */
    private final Map<String, Instant> lastUse = new HashMap<>();

    private final Map<Sha256, Remembered> remembered = new LinkedHashMap<>();

    private record Remembered(ApiToken token, Instant until) {}

    private ApiTokens(Clock clock) {
        super(
                PersistenceId.of(TYPE, ID),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
        this.clock = clock;
    }

    static Behavior<TokenCommand> create(Clock clock) {
        return Behaviors.setup(context -> new ApiTokens(clock));
    }

    @Override
    public TokenState emptyState() {
        return new TokenState();
    }

    @Override
    public EventHandler<TokenState, TokenEvent> eventHandler() {
        return TokenState::apply;
    }

    @Override
    public CommandHandler<TokenCommand, TokenEvent, TokenState> commandHandler() {
        return (state, command) -> switch (command) {
            case TokenCommand.Create c -> create(state, c);
            case TokenCommand.Ensure c -> ensure(state, c);
            case TokenCommand.Delete c -> delete(state, c);
            case TokenCommand.Recognise c -> recognise(state, c);
            case TokenCommand.Page c -> {
                c.replyTo()
                        .tell(new TokenCommand.Views(state.page(c.accounts(), c.after(), c.limit()).stream()
                                .map(view -> view.usedAt(lastUse.get(view.id())))
                                .toList()));
                yield Effect().none();
            }
        };
    }

    private Effect<TokenEvent, TokenState> recognise(TokenState state, TokenCommand.Recognise command) {
        Instant now = clock.instant();
        Optional<TokenHolder> holder = state.recognise(command.digest(), now);
        command.replyTo().tell(new TokenCommand.Recognition(holder));
        if (holder.isEmpty()) {
            return Effect().none();
        }
        Actor actor = holder.get().actor();
        lastUse.put(actor.id(), now);
        boolean noted = state.lastNoted(actor.id())
                .filter(last -> now.isBefore(last.plus(NOTED_EVERY)))
                .isPresent();
        return noted
                ? Effect().none()
                : Effect().persist(new TokenEvent.Used(now, new Provenance(actor, "", null, null), actor.id()));
    }

    private Effect<TokenEvent, TokenState> create(TokenState state, TokenCommand.Create command) {
        Instant now = clock.instant();
        remembered.values().removeIf(kept -> kept.until().isBefore(now));
        Optional<TokenEvent.Created> earlier = state.createdWith(command.idempotencyKey());
        if (earlier.isPresent()) {
            command.replyTo().tell(repeat(earlier.get(), command));
            return Effect().none();
        }
        TokenEvent.Created event = new TokenEvent.Created(
                now,
                command.by(),
                command.tokenId(),
                command.name(),
                command.token().digest(),
                command.idempotencyKey(),
                command.rights().scopes().stream().sorted().toList(),
                command.rights().expiresAt(),
                command.accountId());
        return Effect().persist(event).thenRun(after -> {
            remember(command.idempotencyKey(), command.token(), now);
            command.replyTo().tell(created(event, command.token()));
        });
    }

    private Tokens.Creation repeat(TokenEvent.Created earlier, TokenCommand.Create command) {
        if (!earlier.name().equals(command.name())
                || !earlier.rights().equals(command.rights())
                || !Objects.equals(earlier.accountId(), command.accountId())) {
            return new Tokens.Creation.KeyUsedForAnother();
        }
        Remembered kept = earlier.idempotencyKey() == null ? null : remembered.get(earlier.idempotencyKey());
        return kept == null ? new Tokens.Creation.ShownAlready(earlier.tokenId()) : created(earlier, kept.token());
    }

    private static Tokens.Creation created(TokenEvent.Created event, ApiToken token) {
        return new Tokens.Creation.Created(TokenState.view(event.tokenId(), event.name(), event), token);
    }

    private void remember(@Nullable Sha256 key, ApiToken token, Instant now) {
        if (key != null) {
            remembered.put(key, new Remembered(token, now.plus(SHOWN_AGAIN)));
        }
    }

    private Effect<TokenEvent, TokenState> ensure(TokenState state, TokenCommand.Ensure command) {
        if (state.everSeen(command.digest())) {
            command.replyTo().tell(new TokenCommand.Ensured());
            return Effect().none();
        }
        return Effect()
                .persist(new TokenEvent.Created(
                        clock.instant(),
                        BOOTSTRAP,
                        command.tokenId(),
                        command.name(),
                        command.digest(),
                        null,
                        null,
                        null,
                        null))
                .thenRun(now -> command.replyTo().tell(new TokenCommand.Ensured()));
    }

    private Effect<TokenEvent, TokenState> delete(TokenState state, TokenCommand.Delete command) {
        Optional<TokenView> token = state.find(command.tokenId(), command.accounts());
        if (token.isEmpty()) {
            command.replyTo().tell(TokenCommand.Deletion.NOT_FOUND);
            return Effect().none();
        }
        lastUse.remove(command.tokenId());
        return Effect()
                .persist(new TokenEvent.Deleted(
                        clock.instant(),
                        command.by(),
                        command.tokenId(),
                        token.get().accountId()))
                .thenRun(now -> command.replyTo().tell(TokenCommand.Deletion.DELETED));
    }
}

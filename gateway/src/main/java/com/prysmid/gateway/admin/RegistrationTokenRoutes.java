package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.RegistrationCommand.InitialAccessToken;
import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /registration-tokens}: initial access tokens, with which apps may register themselves (RFC 7591 §3). */
final class RegistrationTokenRoutes {
    private static final String ALL = "/registration-tokens";
    private static final String ONE = ALL + "/{token_id}";

    private final Entities entities;

    RegistrationTokenRoutes(Entities entities) {
        this.entities = entities;
    }

    /**
     * @param lifetime whole seconds; by default a day
     * @param uses     how many apps; by default any number
     */
    record NewRegistrationToken(
            @Nullable Duration lifetime, @Nullable Integer uses) {}

    /** @param token in the answer that made it, and in no other */
    record RegistrationToken(
            String id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Secret token,

            @Nullable Integer remainingUses,
            Instant createdAt,
            Instant expiresAt) {
        static RegistrationToken of(InitialAccessToken token) {
            return new RegistrationToken(
                    token.id(), token.token(), token.remainingUses(), token.createdAt(), token.expiresAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        ALL,
                        MANAGE_WORKSPACE,
                        "List the live registration tokens",
                        RegistrationToken.class,
                        this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Make a registration token; the only answer with it",
                        NewRegistrationToken.class,
                        Operation.Output.created(RegistrationToken.class),
                        this::create),
                Operation.of(
                        "DELETE",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Delete a registration token",
                        Operation.Output.nothing(),
                        this::delete));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new RegistrationCommand.ListInitialTokens(call.slug(), replyTo),
                        RegistrationCommand.InitialAccessTokens.class)
                .thenApply(all -> Answer.slice(call, all.items(), InitialAccessToken::id, RegistrationToken::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewRegistrationToken body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new RegistrationCommand.CreateInitialToken(
                                call.slug(), id, body.lifetime(), body.uses(), call.act(), replyTo),
                        InitialAccessToken.class)
                .thenApply(token -> Answer.created(call.location(token.id()), RegistrationToken.of(token)));
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new RegistrationCommand.DeleteInitialToken(
                                call.slug(), call.path("token_id"), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> Answer.noContent());
    }
}

package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /scim-tokens}: with which a directory outside provisions users and groups, and does nothing else. */
final class ScimTokenRoutes {
    private static final String ALL = "/scim-tokens";
    private static final String ONE = ALL + "/{token_id}";

    private final Entities entities;

    ScimTokenRoutes(Entities entities) {
        this.entities = entities;
    }

    /** @param lifetime whole seconds; by default until it is deleted */
    record NewScimToken(String name, @Nullable Duration lifetime) {}

    /**
     * @param prefix how the token begins
     * @param token  in the answer that made it, and in no other
     */
    record ScimToken(
            String id,
            String name,
            String prefix,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Secret token,

            Instant createdAt,
            @Nullable Instant expiresAt) {
        static ScimToken of(ScimTokenCommand.ScimToken token) {
            return new ScimToken(
                    token.id(), token.name(), token.prefix(), token.token(), token.createdAt(), token.expiresAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(ALL, MANAGE_WORKSPACE, "List the live SCIM tokens", ScimToken.class, this::list),
                Operation.of(
                        "POST",
                        ALL,
                        MANAGE_WORKSPACE,
                        "Make a SCIM token; the only answer with it",
                        NewScimToken.class,
                        Operation.Output.created(ScimToken.class),
                        this::create),
                Operation.of(
                        "DELETE",
                        ONE,
                        MANAGE_WORKSPACE,
                        "Delete a SCIM token; it is void at once",
                        Operation.Output.nothing(),
                        this::delete));
    }

    private CompletionStage<HttpResponse> list(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ScimTokenCommand.ListAll(call.slug(), replyTo),
                        ScimTokenCommand.ScimTokens.class)
                .thenApply(all -> Answer.slice(call, all.items(), ScimTokenCommand.ScimToken::id, ScimToken::of));
    }

    private CompletionStage<HttpResponse> create(AdminCall call, NewScimToken body) {
        String id = call.newId();
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ScimTokenCommand.Create(
                                call.slug(), id, body.name(), body.lifetime(), call.act(), replyTo),
                        ScimTokenCommand.ScimToken.class)
                .thenApply(token -> Answer.created(call.location(token.id()), ScimToken.of(token)));
    }

    private CompletionStage<HttpResponse> delete(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ScimTokenCommand.Delete(call.slug(), call.path("token_id"), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> Answer.noContent());
    }
}

package com.prysmid.control.http;

import com.prysmid.control.accounts.Role;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.tokens.ApiToken;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.TokenRights;
import com.prysmid.control.tokens.TokenView;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tokens}. */
final class TokenRoutes {
    /** An {@code Idempotency-Key} that came with another request before. */
    static final Problem KEY_REUSED =
            Problem.of(422, "idempotency_key_reused", "This Idempotency-Key has been used for a different request.");

    private final Tokens tokens;
    private final AccountChoice choice;
    private final Clock clock;

    TokenRoutes(Tokens tokens, AccountChoice choice, Clock clock) {
        this.tokens = tokens;
        this.choice = choice;
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(
                new Operation(
                        "POST", "/v1/tokens", Access.needs(Scope.WRITE_TOKENS, Role.ADMIN), Content.JSON, this::create),
                new Operation(
                        "GET", "/v1/tokens", Access.needs(Scope.READ_TOKENS, Role.ADMIN), Content.NONE, this::list),
                new Operation(
                        "DELETE",
                        "/v1/tokens/{id}",
                        Access.needs(Scope.WRITE_TOKENS, Role.ADMIN),
                        Content.NONE,
                        this::delete));
    }

    private CompletionStage<HttpResponse> create(Call call) {
        JsonBody body = call.body();
        DisplayName name = body.text("name", DisplayName::parse);
        TokenRights own = call.standing().rights();
        List<Scope> scopes = body.optionalTexts("scopes", text -> own.held(Scope.parse(text)));
        Instant end = body.optionalText("expires_at", text -> own.end(ApiTime.parse(text), clock.instant()));
        AccountId account = body.optionalText(AccountChoice.FIELD, AccountId::new);
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || name == null) {
            return problem(Problem.invalid(errors));
        }
        TokenRights rights = new TokenRights(
                scopes == null ? own.scopes() : Set.copyOf(scopes), end == null ? own.expiresAt() : end);
        return choice.choose(call.standing(), account).thenCompose(chosen -> switch (chosen) {
            case AccountChoice.Choice.Wrong(Problem problem) -> problem(problem);
            case AccountChoice.Choice.Of(AccountId owner) -> create(name, rights, owner, call);
        });
    }

    private CompletionStage<HttpResponse> create(
            DisplayName name, TokenRights rights, @Nullable AccountId owner, Call call) {
        return tokens.create(name, rights, owner, call.by(), call.idempotencyKey())
                .thenApply(creation -> switch (creation) {
                    case Tokens.Creation.Created(TokenView view, ApiToken token) -> {
                        Map<String, Object> shown = shown(view);
                        shown.put("token", token.secret().reveal());
                        yield Answer.json(201, shown);
                    }
                    case Tokens.Creation.ShownAlready(String tokenId) ->
                        Answer.problem(Problem.of(
                                409,
                                "token_shown_already",
                                "This request made token " + tokenId
                                        + " earlier, and a token is shown once: delete it and make another."));
                    case Tokens.Creation.KeyUsedForAnother another -> Answer.problem(KEY_REUSED);
                });
    }

    private CompletionStage<HttpResponse> list(Call call) {
        return switch (call.paging()) {
            case Call.Paging.Invalid(Problem problem) -> problem(problem);
            case Call.Paging.Of(int limit, String after, Map<String, String> none) ->
                tokens.list(call.standing().accounts(), after, limit)
                        .thenApply(page -> Answer.page(
                                page.items().stream().map(TokenRoutes::shown).toList(),
                                page.next() == null ? null : Call.cursor(page.next())));
        };
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        return tokens.delete(call.path().getOrDefault("id", ""), call.standing().accounts(), call.by())
                .thenApply(deleted ->
                        deleted ? Answer.nothing() : Answer.problem(Problem.notFound("There is no token of that id.")));
    }

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }

    private static Map<String, Object> shown(TokenView view) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", view.id());
        body.put("name", view.name());
        body.put("created_at", view.createdAt());
        body.put("created_by", view.createdBy());
        body.put(AccountChoice.FIELD, view.accountId());
        body.put("scopes", view.rights().names().toList());
        body.put("expires_at", view.rights().expiresAt());
        body.put("last_used_at", view.lastUsedAt());
        return body;
    }
}

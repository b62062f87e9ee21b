package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.ContentDecryption;
import com.prysmid.tenant.crypto.RequestObjects;
import com.prysmid.tenant.crypto.RequestObjects.Expected;
import com.prysmid.tenant.crypto.RequestObjects.Outcome;
import com.prysmid.tenant.crypto.RequestObjects.Refusal;
import com.prysmid.tenant.decide.AppKeys;
import com.prysmid.tenant.decide.RequestDecisions;
import com.prysmid.tenant.outbound.RequestObjectByReference;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.RequestCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Authorization requests that come another way than in the query. Asked on the entity's thread, where pushed ones are kept and
 * taken; what is fetched, decrypted or verified runs elsewhere.
 */
final class RequestDesk {
    private final Slug slug;
    private final TenantServices services;
    private final TokenDesk tokens;
    private final AppKeyDesk appKeys;
    private final RequestObjectByReference references;
    private final PushedRequests pushed = new PushedRequests();

    RequestDesk(Slug slug, TenantServices services, TokenDesk tokens, AppKeyDesk appKeys) {
        this.slug = slug;
        this.services = services;
        this.tokens = tokens;
        this.appKeys = appKeys;
        this.references = new RequestObjectByReference(services.outbound());
    }

    CompletionStage<Reply> answer(WorkspaceState state, RequestCommand command, Instant now) {
        return switch (command) {
            case RequestCommand.Push c -> CompletableFuture.completedFuture(keep(c, now));
            case RequestCommand.TakePushed c ->
                CompletableFuture.completedFuture(pushed.take(c.clientId(), c.requestUri(), now)
                        .<Reply>map(RequestCommand.Parameters::new)
                        .orElseGet(RequestDecisions::noSuchRequest));
            case RequestCommand.ReadObject c ->
                app(state, c.clientId())
                        .map(app -> read(app, c.object().reveal(), c.pushed(), tokens.decrypting(state), now))
                        .orElseGet(RequestDesk::noSuchApp);
            case RequestCommand.FetchObject c ->
                app(state, c.clientId())
                        .map(app -> fetch(state, app, c.requestUri(), now))
                        .orElseGet(RequestDesk::noSuchApp);
        };
    }

    private Reply keep(RequestCommand.Push command, Instant now) {
        return pushed.keep(
                        command.clientId(),
                        command.parameters(),
                        services.random().secret(),
                        now)
                .<Reply>map(uri -> new RequestCommand.Pushed(uri, PushedRequests.LIFE.toSeconds()))
                .orElseGet(() -> Refused.overloaded(Duration.ofSeconds(10)));
    }

    private CompletionStage<Reply> fetch(WorkspaceState state, App app, String requestUri, Instant now) {
        if (!RequestDecisions.isRegistered(app.metadata(), requestUri)) {
            return CompletableFuture.completedFuture(
                    RequestDecisions.invalidUri("The request_uri is not registered for this app."));
        }
        Function<String, CompletionStage<ContentDecryption.Outcome>> decrypting = tokens.decrypting(state);
        return references.fetch(slug, requestUri).thenCompose(fetched -> switch (fetched) {
            case RequestObjectByReference.Fetched.Jwt(var object) -> read(app, object, false, decrypting, now);
            case RequestObjectByReference.Fetched.Unavailable unavailable ->
                CompletableFuture.completedFuture(
                        RequestDecisions.invalidUri("There is no request object at the request_uri."));
        });
    }

    private CompletionStage<Reply> read(
            App app,
            String object,
            boolean pushed,
            Function<String, CompletionStage<ContentDecryption.Outcome>> decrypting,
            Instant now) {
        Expected expected = new Expected(
                app.clientId(),
                tokens.issuer(),
                pushed || app.metadata().authorization().requireSignedRequestObject());
        if (!ContentDecryption.looksEncrypted(object)) {
            return verify(app, object, expected, now);
        }
        return decrypting.apply(object).thenCompose(outcome -> switch (outcome) {
            case ContentDecryption.Outcome.Decrypted(var content) -> verify(app, content, expected, now);
            case ContentDecryption.Outcome.Refused refused ->
                CompletableFuture.completedFuture(
                        RequestDecisions.invalidObject("The request object cannot be decrypted."));
        });
    }

    private CompletionStage<Reply> verify(App app, String object, Expected expected, Instant now) {
        AppMetadata metadata = app.metadata();
        if (RequestObjects.isUnsigned(object)) {
            return CompletableFuture.completedFuture(reply(
                    app,
                    RequestDecisions.mayBeUnsigned(metadata)
                            ? RequestObjects.readUnsigned(object, expected, now)
                            : new Outcome.Refused(Refusal.NOT_SIGNED)));
        }
        return AppKeys.of(metadata)
                .map(keys -> appKeys.use(
                        keys,
                        jwks -> AppKeyDesk.assertionKeys(jwks, services.providers())
                                .map(set -> RequestObjects.verify(
                                        object, set, RequestDecisions.algorithms(metadata), expected, now))
                                .orElse(new Outcome.Refused(Refusal.NO_MATCHING_KEY)),
                        RequestDesk::mayHaveNewKey))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
                .thenApply(outcome -> reply(app, outcome.orElse(new Outcome.Refused(Refusal.NO_MATCHING_KEY))));
    }

    private static boolean mayHaveNewKey(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var reason)
                && (reason == Refusal.NO_MATCHING_KEY || reason == Refusal.BAD_SIGNATURE);
    }

    private static Reply reply(App app, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified verified -> RequestDecisions.parameters(verified, app.clientId());
            case Outcome.Refused(var reason) -> RequestDecisions.refused(reason);
        };
    }

    private static Optional<App> app(WorkspaceState state, String clientId) {
        return state.apps().find(clientId);
    }

    private static CompletionStage<Reply> noSuchApp() {
        return CompletableFuture.completedFuture(Refused.notFound("app"));
    }
}

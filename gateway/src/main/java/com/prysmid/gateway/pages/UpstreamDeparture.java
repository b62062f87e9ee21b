package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.UpstreamTransaction;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UserId;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/idp/{id}/start}: off to an upstream provider, to sign in or to link an identity there. */
final class UpstreamDeparture {
    /** A longer one would not fit the address by which it comes back. */
    static final int STATE_LIMIT = 7_000;

    private final Entities entities;
    private final InteractionSeal seal;
    private final UpstreamChoices choices;
    private final Clock clock;

    UpstreamDeparture(Entities entities, InteractionSeal seal, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.choices = new UpstreamChoices(entities);
        this.clock = clock;
    }

    /** Somebody who signs in; the parameters may carry an interaction. */
    CompletionStage<HttpResponse> signIn(RequestContext context, Form parameters) {
        String sealed = parameters.get(Interaction.PARAMETER);
        Optional<SealedInteraction> interaction = SealedInteraction.open(seal, context, sealed);
        if (sealed != null && interaction.isEmpty()) {
            return UpstreamMessages.expired(context);
        }
        boolean askAnew = interaction
                .filter(open -> open.parameter(Interaction.AGAIN) != null
                        || open.parameter("max_age") != null
                        || String.valueOf(open.parameter("prompt")).matches("(?:.* )?(?:login|select_account)(?: .*)?"))
                .isPresent();
        return start(
                context,
                Words.of(context, interaction),
                context.pathParameter("idp_id"),
                interaction,
                null,
                parameters.get("login_hint"),
                askAnew);
    }

    /** @param linking the signed-in user who wants to link; null: somebody signs in */
    CompletionStage<HttpResponse> start(
            RequestContext context,
            Words words,
            String idpId,
            Optional<SealedInteraction> interaction,
            @Nullable UserId linking,
            @Nullable String loginHint,
            boolean askAnew) {
        return choices.offered(context, null)
                .thenCompose(offered -> offered.items().stream()
                        .filter(choice -> choice.id().equals(idpId))
                        .findFirst()
                        .map(choice -> start(context, words, choice, interaction, linking, loginHint, askAnew))
                        .orElseGet(() -> UpstreamMessages.failed(
                                context, words, interaction, 404, "federation.gone", "federation.gone_text")));
    }

    private CompletionStage<HttpResponse> start(
            RequestContext context,
            Words words,
            IdpCommand.Choice idp,
            Optional<SealedInteraction> interaction,
            @Nullable UserId linking,
            @Nullable String loginHint,
            boolean askAnew) {
        UpstreamTransaction.Begun begun = UpstreamTransaction.begin(
                context.request(),
                idp.id(),
                idp.type() == IdpMetadata.Kind.APPLE,
                linking,
                interaction.map(SealedInteraction::purpose).orElse(null),
                interaction.map(SealedInteraction::interaction).orElse(null),
                clock.instant());
        UpstreamTransaction transaction = begun.transaction();
        String state = transaction.seal(seal, context.slug());
        if (state.length() > STATE_LIMIT) {
            return UpstreamMessages.failed(
                    context, words, interaction, 400, "federation.failed", "federation.too_long");
        }
        return entities.workspaceFetching(
                        context.slug(),
                        replyTo -> new UpstreamCommand.Begin(
                                context.slug(),
                                idp.id(),
                                new Secret(state),
                                transaction.nonce(),
                                transaction.codeChallenge(),
                                loginHint,
                                askAnew,
                                replyTo),
                        Reply.class)
                .thenCompose(reply -> reply instanceof UpstreamCommand.Begun(var location)
                        ? CompletableFuture.completedStage(
                                Responses.seeOther(location).addHeader(begun.cookie()))
                        : UpstreamMessages.failed(
                                context,
                                words,
                                interaction,
                                502,
                                "federation.unreachable",
                                "federation.unreachable_text"));
    }
}

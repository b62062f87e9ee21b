package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Csrf;
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
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/idp/{id}/start}: off to an upstream provider, to sign in, to take up an invitation, or to link an identity there. */
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

    /**
     * What else than a sign-in somebody comes for.
     *
     * @param linking    the signed-in user who wants to link
     * @param invitation the token of the link that is to be taken up
     */
    private record Wish(@Nullable UserId linking, @Nullable UserBoundToken invitation) {}

    /** Somebody who signs in; the parameters may carry an interaction. */
    CompletionStage<HttpResponse> signIn(RequestContext context, Form parameters) {
        return signIn(context, parameters, new Wish(null, null));
    }

    /** From the page of an invitation it brings the link's token: never from another site, whose invitation it might be. */
    CompletionStage<HttpResponse> posted(RequestContext context) {
        Form form = context.form();
        UserBoundToken invitation =
                form.find(LinkForm.TOKEN).flatMap(UserBoundToken::parse).orElse(null);
        if (invitation != null) {
            Csrf.require(context.request(), form.get(Csrf.FIELD));
        }
        return signIn(context, form, new Wish(null, invitation));
    }

    /** @param linking the signed-in user who wants to link */
    CompletionStage<HttpResponse> link(RequestContext context, Words words, String idpId, UserId linking) {
        return start(context, words, idpId, Optional.empty(), new Wish(linking, null), null, true);
    }

    private CompletionStage<HttpResponse> signIn(RequestContext context, Form parameters, Wish wish) {
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
                wish,
                parameters.get("login_hint"),
                askAnew);
    }

    private CompletionStage<HttpResponse> start(
            RequestContext context,
            Words words,
            String idpId,
            Optional<SealedInteraction> interaction,
            Wish wish,
            @Nullable String loginHint,
            boolean askAnew) {
        return choices.offered(context, null)
                .thenCompose(offered -> offered.items().stream()
                        .filter(choice -> choice.id().equals(idpId))
                        .findFirst()
                        .map(choice -> start(context, words, choice, interaction, wish, loginHint, askAnew))
                        .orElseGet(() -> UpstreamMessages.failed(
                                context, words, interaction, 404, "federation.gone", "federation.gone_text")));
    }

    private CompletionStage<HttpResponse> start(
            RequestContext context,
            Words words,
            IdpCommand.Choice idp,
            Optional<SealedInteraction> interaction,
            Wish wish,
            @Nullable String loginHint,
            boolean askAnew) {
        UpstreamTransaction.Begun begun = UpstreamTransaction.begin(
                context.request(),
                idp.id(),
                idp.type() == IdpMetadata.Kind.APPLE,
                wish.linking(),
                wish.invitation(),
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

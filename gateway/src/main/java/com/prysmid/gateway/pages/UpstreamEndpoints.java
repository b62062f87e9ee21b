package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.guard.UpstreamTransaction;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /ui/idp/{id}/callback}: back from an upstream provider, by redirect or by form_post, each provider to its own place; the way
 * there is {@link UpstreamDeparture}. A browser is only ever sent to a provider or to pages of our own.
 */
public final class UpstreamEndpoints {
    private static final String RESPONSE = "response";
    private static final String SEALED_RESPONSE = "upstream-response";
    private static final List<String> ANSWERED = List.of("state", "code", "error", "iss", "user");

    /** Errors that the audit journal names (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6); text of strangers stays out of it. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            "access_denied",
            "invalid_request",
            "unauthorized_client",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "interaction_required",
            "login_required",
            "account_selection_required",
            "consent_required",
            "user_cancelled_authorize");

    private final Entities entities;
    private final InteractionSeal seal;
    private final RateLimits limits;
    private final AfterSignIn after;
    private final UpstreamArrival arrival;
    private final Clock clock;

    private UpstreamEndpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.limits = limits;
        this.after = new AfterSignIn(templates, clock);
        this.arrival = new UpstreamArrival(entities);
        this.clock = clock;
    }

    public static List<Endpoint> endpoints(
            Entities entities,
            InteractionSeal seal,
            PageTemplates templates,
            RateLimits limits,
            AccountPages account,
            Clock clock) {
        UpstreamEndpoints upstream = new UpstreamEndpoints(entities, seal, templates, limits, clock);
        UpstreamDeparture departure = new UpstreamDeparture(entities, seal, clock);
        IdentitiesSection identities = new IdentitiesSection(entities, account, departure);
        String start = UpstreamChoices.ROOT + "/{idp_id}/start";
        String callback = UpstreamCommand.callback("{idp_id}");
        return List.of(
                Endpoint.get(start, Surface.PAGE, context -> departure.signIn(context, context.query())),
                Endpoint.post(start, Surface.PAGE, departure::posted),
                Endpoint.get(callback, Surface.PAGE, upstream::callback),
                Endpoint.post(callback, Surface.PAGE, upstream::posted),
                Endpoint.get(AccountSection.IDENTITIES.path(), Surface.PAGE, identities::show),
                Endpoint.post(AccountSection.IDENTITIES.path() + "/link", Surface.PAGE, identities::link),
                Endpoint.post(AccountSection.IDENTITIES.path() + "/unlink", Surface.PAGE, identities::unlink));
    }

    /**
     * Another site's POST brings no session with it: its content is sealed, and fetched again by a GET that does.
     */
    private CompletionStage<HttpResponse> posted(RequestContext context) {
        Form form = context.form();
        Map<String, String> answered = new LinkedHashMap<>();
        ANSWERED.forEach(name -> form.find(name).ifPresent(value -> answered.put(name, value)));
        boolean ours =
                asked(context, form).filter(UpstreamTransaction::formPost).isPresent();
        String sealed = ours ? seal.seal(SEALED_RESPONSE, context.slug(), answered) : "";
        return !ours || sealed.length() > UpstreamDeparture.STATE_LIMIT
                ? UpstreamMessages.notOurs(context)
                : CompletableFuture.completedStage(
                        Responses.seeOther(UpstreamCommand.callback(context.pathParameter("idp_id")) + "?" + RESPONSE
                                + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8)));
    }

    private CompletionStage<HttpResponse> callback(RequestContext context) {
        String sealed = context.query().get(RESPONSE);
        Form answer = sealed == null
                ? context.query()
                : seal.open(SEALED_RESPONSE, context.slug(), sealed)
                        .map(open -> Form.of(open.parameters()))
                        .orElse(Form.EMPTY);
        UpstreamTransaction transaction = asked(context, answer)
                // What was posted comes sealed and by no other way.
                .filter(open -> open.formPost() == (sealed != null))
                .filter(open -> open.isOf(context.request()))
                .orElse(null);
        if (transaction == null) {
            return UpstreamMessages.notOurs(context);
        }
        limits.check(context, RateLimits.Kind.SIGN_IN);
        Optional<SealedInteraction> interaction = interaction(context, transaction);
        Words words = Words.of(context, interaction);
        String code = answer.get("code");
        if (answer.has("error") || code == null) {
            limits.count(context, RateLimits.Kind.SIGN_IN);
            String error = answer.find("error").orElse("no_code");
            String reason = "upstream_" + (KNOWN_ERRORS.contains(error) ? error : "error");
            return note(context, transaction, reason)
                    .thenCompose(noted -> UpstreamMessages.notProven(context, words, transaction, interaction, false));
        }
        return complete(context, transaction, answer, code).thenCompose(completion -> switch (completion) {
            case UpstreamCommand.Unproven(var reachable) -> {
                limits.count(context, RateLimits.Kind.SIGN_IN);
                yield UpstreamMessages.notProven(context, words, transaction, interaction, !reachable);
            }
            case UpstreamCommand.Proven proven -> arrive(context, words, transaction, interaction, proven);
        });
    }

    /** The question that this answers, where it was put to the provider whose place this is (RFC 9700 §4.4.2.2). */
    private Optional<UpstreamTransaction> asked(RequestContext context, Form answer) {
        return answer.find(UpstreamTransaction.STATE)
                .flatMap(state -> UpstreamTransaction.open(seal, context.slug(), state, clock.instant()))
                .filter(open -> open.idpId().equals(context.pathParameter("idp_id")));
    }

    private CompletionStage<UpstreamCommand.Completion> complete(
            RequestContext context, UpstreamTransaction transaction, Form answer, String code) {
        String user = answer.get("user");
        return entities.workspaceFetching(
                context.slug(),
                replyTo -> new UpstreamCommand.Complete(
                        context.slug(),
                        transaction.idpId(),
                        transaction.id(),
                        transaction.until(),
                        new Secret(code),
                        new Secret(transaction.verifier()),
                        transaction.nonce(),
                        answer.get("iss"),
                        user == null ? null : new Secret(user),
                        context.act(),
                        replyTo),
                UpstreamCommand.Completion.class);
    }

    private CompletionStage<HttpResponse> arrive(
            RequestContext context,
            Words words,
            UpstreamTransaction transaction,
            Optional<SealedInteraction> interaction,
            UpstreamCommand.Proven proven) {
        CompletionStage<UpstreamArrival.Result> result;
        if (transaction.invitation() != null) {
            result = arrival.accept(context, proven, transaction.invitation(), AfterSignIn.goal(context, interaction));
        } else if (transaction.linking() == null) {
            result = arrival.signIn(context, proven, AfterSignIn.goal(context, interaction));
        } else {
            UserBoundToken session = SessionCookie.read(context.request())
                    .filter(token -> token.userId().equals(transaction.linking()))
                    .orElse(null);
            result = session == null
                    ? CompletableFuture.completedStage(new UpstreamArrival.Result.SignInAgain())
                    : arrival.link(context, proven, session);
        }
        String name = proven.idpName();
        return result.thenCompose(came -> switch (came) {
            case UpstreamArrival.Result.Entered(var answer) ->
                CompletableFuture.completedStage(
                        after.answer(context, interaction.or(() -> toAccount(context)), answer));
            case UpstreamArrival.Result.SignInFirst first ->
                UpstreamMessages.failed(
                        context,
                        words,
                        interaction,
                        409,
                        "federation.sign_in_first",
                        "federation.sign_in_first_text",
                        name);
            case UpstreamArrival.Result.NoAccount none ->
                UpstreamMessages.failed(
                        context, words, interaction, 403, "federation.no_account", "federation.no_account_text", name);
            case UpstreamArrival.Result.TurnedAway turned ->
                UpstreamMessages.failed(
                        context, words, interaction, 403, "federation.turned_away", "federation.turned_away_text");
            case UpstreamArrival.Result.Linked linked ->
                CompletableFuture.completedStage(Responses.seeOther(AccountSection.IDENTITIES.path()));
            case UpstreamArrival.Result.AnotherAddress another ->
                UpstreamMessages.failed(
                        context,
                        words,
                        interaction,
                        409,
                        "federation.another_address",
                        "federation.another_address_text",
                        name);
            case UpstreamArrival.Result.InvitationOver over ->
                UpstreamMessages.failed(
                        context, words, interaction, 400, "accounts.link.over", "accounts.link.over_text");
            case UpstreamArrival.Result.LinkedElsewhere elsewhere
            when transaction.linking() == null ->
                UpstreamMessages.failed(
                        context, words, interaction, 409, "federation.taken", "federation.taken_text", name);
            case UpstreamArrival.Result.LinkedElsewhere elsewhere ->
                UpstreamMessages.toAccount(context, words, 409, "federation.taken", "federation.taken_text", name);
            case UpstreamArrival.Result.SignInAgain again ->
                CompletableFuture.completedStage(Responses.seeOther(AccountSection.IDENTITIES.path()));
        });
    }

    private CompletionStage<UpstreamCommand.Unproven> note(
            RequestContext context, UpstreamTransaction transaction, String reason) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new UpstreamCommand.NoteFailure(
                                context.slug(), transaction.idpId(), reason, context.act(), replyTo),
                        UpstreamCommand.Unproven.class)
                .exceptionally(thrown -> {
                    boolean gone = RefusedException.in(thrown)
                            .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                            .isPresent();
                    if (gone) {
                        return new UpstreamCommand.Unproven(true);
                    }
                    throw new CompletionException(thrown);
                });
    }

    /** Sealed again as it was: its life counts from its own beginning. */
    private Optional<SealedInteraction> interaction(RequestContext context, UpstreamTransaction transaction) {
        String purpose = transaction.purpose();
        Interaction kept = transaction.interaction();
        return purpose == null || kept == null
                ? Optional.empty()
                : SealedInteraction.open(seal, context, seal.seal(purpose, context.slug(), kept));
    }

    /** Where whoever was about to do nothing in particular goes on. */
    private Optional<SealedInteraction> toAccount(RequestContext context) {
        return SealedInteraction.open(seal, context, seal.seal(Interaction.ACCOUNT, context.slug(), Map.of()));
    }
}

package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UpstreamCommand;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/account/identities}: through whom somebody can sign in, linking another and unlinking. */
final class IdentitiesSection {
    private static final AccountSection SECTION = AccountSection.IDENTITIES;

    private final Entities entities;
    private final AccountPages pages;
    private final UpstreamDeparture departure;

    IdentitiesSection(Entities entities, AccountPages pages, UpstreamDeparture departure) {
        this.entities = entities;
        this.pages = pages;
        this.departure = departure;
    }

    CompletionStage<HttpResponse> show(RequestContext context) {
        return pages.visit(context, SECTION, visit -> page(visit, 200, null));
    }

    /** Only from a form of ours, and only by who signed in just now: what is linked can sign in as this person. */
    CompletionStage<HttpResponse> link(RequestContext context) {
        return pages.actRecently(
                context,
                SECTION,
                visit -> departure.link(context, visit.words(), context.form().require("idp_id"), visit.userId()));
    }

    CompletionStage<HttpResponse> unlink(RequestContext context) {
        return pages.actRecently(
                context,
                SECTION,
                visit -> idps(visit)
                        .thenCompose(idps -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new IdentityCommand.Unlink(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token(),
                                        context.form().require("identity_id"),
                                        idps.keySet(),
                                        visit.act(),
                                        replyTo),
                                IdentityCommand.Unlinked.class))
                        .thenCompose(unlinked -> entities.workspace(
                                context.slug(),
                                replyTo -> new UpstreamCommand.ReleaseIdentity(
                                        context.slug(), unlinked.identity(), visit.userId(), replyTo),
                                Done.class))
                        .thenApply(done -> CompletableFuture.completedStage(Responses.seeOther(SECTION.path())))
                        .exceptionally(thrown -> instead(visit, thrown))
                        .thenCompose(answer -> answer));
    }

    private CompletionStage<HttpResponse> instead(AccountVisit visit, Throwable thrown) {
        Refused.Reason reason = RefusedException.in(thrown).map(Refused::reason).orElse(null);
        if (reason == Refused.Reason.CONFLICT) {
            return page(visit, 409, visit.words().text("federation.last_way"));
        }
        return reason == Refused.Reason.NOT_FOUND
                ? CompletableFuture.completedStage(Responses.seeOther(SECTION.path()))
                : CompletableFuture.failedStage(thrown);
    }

    private CompletionStage<HttpResponse> page(AccountVisit visit, int status, @Nullable String problem) {
        RequestContext context = visit.context();
        return idps(visit)
                .thenCompose(idps -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new IdentityCommand.ListAll(
                                        context.slug(), visit.userId(), visit.token(), replyTo),
                                IdentityCommand.Identities.class)
                        .thenApply(identities -> pages.show(
                                visit,
                                status,
                                new View(
                                        "account-identities.jte",
                                        visit.words().text("federation.title"),
                                        model(visit, identities, idps, problem)))));
    }

    /** What was linked through a provider that is gone leads nowhere, and is not shown. */
    private static IdentitiesPage model(
            AccountVisit visit,
            IdentityCommand.Identities identities,
            Map<String, IdpCommand.Idp> idps,
            @Nullable String problem) {
        return new IdentitiesPage(
                visit.csrf().value(),
                identities.items().stream()
                        .filter(identity -> idps.containsKey(identity.idpId()))
                        .map(identity -> new IdentitiesPage.Linked(
                                identity.id(),
                                idps.get(identity.idpId()).metadata().name(),
                                identity.label(),
                                visit.words().date(identity.linkedAt())))
                        .toList(),
                idps.values().stream()
                        .filter(idp -> idp.metadata().enabled())
                        .sorted(Comparator.comparing(idp -> idp.metadata().name()))
                        .map(idp -> new IdentitiesPage.Linkable(
                                idp.id(), idp.metadata().name()))
                        .toList(),
                problem);
    }

    private CompletionStage<Map<String, IdpCommand.Idp>> idps(AccountVisit visit) {
        RequestContext context = visit.context();
        return entities.workspace(
                        context.slug(),
                        replyTo -> new IdpCommand.ListAll(context.slug(), replyTo),
                        IdpCommand.Idps.class)
                .thenApply(
                        all -> all.items().stream().collect(Collectors.toMap(IdpCommand.Idp::id, Function.identity())));
    }
}

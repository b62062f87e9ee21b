package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.UpstreamTransaction;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Visit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What a browser is told where signing in through an upstream provider came to nothing; never what the provider says of errors, and
 * with links to pages of our own alone.
 */
final class UpstreamMessages {
    private UpstreamMessages() {}

    static CompletionStage<HttpResponse> notProven(
            RequestContext context,
            Words words,
            UpstreamTransaction transaction,
            Optional<SealedInteraction> interaction,
            boolean unreachable) {
        String title = unreachable ? "federation.unreachable" : "federation.failed";
        String text = unreachable ? "federation.unreachable_text" : "federation.failed_text";
        return transaction.linking() == null
                ? failed(context, words, interaction, unreachable ? 502 : 400, title, text)
                : toAccount(context, words, unreachable ? 502 : 400, title, text);
    }

    static CompletionStage<HttpResponse> notOurs(RequestContext context) {
        return said(
                context,
                Words.of(context),
                400,
                "federation.not_ours",
                "federation.not_ours_text",
                Optional.of(LoginEndpoints.PATH));
    }

    static CompletionStage<HttpResponse> failed(
            RequestContext context,
            Words words,
            Optional<SealedInteraction> interaction,
            int status,
            String title,
            String text,
            Object... arguments) {
        String back = LoginEndpoints.PATH
                + interaction
                        .map(open -> "?" + UpstreamChoices.STAY + "=1&" + Interaction.PARAMETER + "="
                                + URLEncoder.encode(open.sealed(), StandardCharsets.UTF_8))
                        .orElse("");
        return said(context, words, status, title, text, Optional.of(back), arguments);
    }

    static CompletionStage<HttpResponse> toAccount(
            RequestContext context, Words words, int status, String title, String text, Object... arguments) {
        return shown(
                context,
                words,
                status,
                Message.error(words.text(title), words.text(text, arguments), context.requestId())
                        .withLink(AccountSection.IDENTITIES.path(), words.text("federation.to_account")));
    }

    private static CompletionStage<HttpResponse> said(
            RequestContext context,
            Words words,
            int status,
            String title,
            String text,
            Optional<String> link,
            Object... arguments) {
        Message message = Message.error(words.text(title), words.text(text, arguments), context.requestId());
        return shown(
                context,
                words,
                status,
                link.map(target -> message.withLink(target, words.text("federation.to_sign_in")))
                        .orElse(message));
    }

    static CompletionStage<HttpResponse> expired(RequestContext context) {
        return said(context, Words.of(context), 400, "login.expired", "login.expired_text", Optional.empty());
    }

    /** Without links to itself: what a provider put into this address is not to be found in the page. */
    private static CompletionStage<HttpResponse> shown(
            RequestContext context, Words words, int status, Message message) {
        return CompletableFuture.completedStage(Responses.html(
                status, PageTemplates.page(new Visit(context.request(), context.workspace()), words, message.view())));
    }
}

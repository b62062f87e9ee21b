package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.TokenCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers to the app by way of the browser (RFC 6749 §4.1.2), with {@code iss} (RFC 9207 §2) among the parameters, or
 * with all of them in one JWT (JARM §2.3).
 */
final class AuthorizationResponses {
    private final Entities entities;
    private final ResponseCarrier carrier;

    AuthorizationResponses(Entities entities, Pages pages) {
        this.entities = entities;
        this.carrier = new ResponseCarrier(pages);
    }

    CompletionStage<HttpResponse> error(RequestContext context, ReturnAddress to, Rejection rejection) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("error", rejection.error());
        result.put("error_description", rejection.description());
        return send(context, to, result);
    }

    /** @param result what the response type gives, by parameter name */
    CompletionStage<HttpResponse> send(RequestContext context, ReturnAddress to, Map<String, String> result) {
        Map<String, String> all = new LinkedHashMap<>(result);
        if (to.state() != null) {
            all.put("state", to.state());
        }
        if (to.mode().isSigned()) {
            return sign(context, to, all).thenApply(jwt -> carrier.carry(context.visit(), to, Map.of("response", jwt)));
        }
        all.put("iss", context.issuer());
        return CompletableFuture.completedFuture(carrier.carry(context.visit(), to, all));
    }

    /** JARM §2.1: issuer, audience and expiry are the workspace's to add. */
    private CompletionStage<String> sign(RequestContext context, ReturnAddress to, Map<String, String> parameters) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new TokenCommand.SignForApp(
                                context.slug(),
                                to.clientId(),
                                TokenCommand.Purpose.AUTHORIZATION_RESPONSE,
                                Map.copyOf(parameters),
                                replyTo),
                        TokenCommand.SignedForApp.class)
                .thenApply(signed -> signed.jwt().reveal());
    }
}

package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The first step of every endpoint that clients call for themselves. */
public final class ClientAuthentication {
    private final Entities entities;
    private final RateLimits limits;

    public ClientAuthentication(Entities entities, RateLimits limits) {
        this.entities = entities;
        this.limits = limits;
    }

    /**
     * As {@link #authenticate}, and which key the client proves to have by a DPoP header, if there is one: for endpoints that bind
     * what they give to it (RFC 9449 §5, §10.1).
     *
     * @throws HttpProblem also by the stage: besides, 400 {@code invalid_dpop_proof} and {@code use_dpop_nonce}
     */
    public CompletionStage<AuthenticatedClient> authenticateWithKey(
            RequestContext context, Form form, String endpointPath) {
        return authenticate(context, presented(context, form), endpointPath, SenderProofs.withDpop(context));
    }

    /**
     * @param endpointPath where it is presented: an assertion may name it as its audience
     * @throws HttpProblem also by the stage: 401 {@code invalid_client}, 400 {@code invalid_request}
     */
    public CompletionStage<AuthenticatedClient> authenticate(RequestContext context, Form form, String endpointPath) {
        return authenticate(context, presented(context, form), endpointPath, SenderProofs.of(context));
    }

    private static ClientCredential presented(RequestContext context, Form form) {
        if (context.headers("authorization").size() > 1) {
            throw OAuthError.invalidRequest("There must be one Authorization header.");
        }
        return PresentedCredential.parse(
                context.header("authorization"),
                form,
                context.clientCertificate().isPresent(),
                context.issuer());
    }

    /** Whether the request presents a credential at all; its name alone is none. */
    public static boolean hasCredential(RequestContext context, Form form) {
        return context.header("authorization").isPresent()
                || form.has("client_assertion")
                || form.has("client_assertion_type")
                || form.has("client_secret");
    }

    /**
     * By an assertion that is presented as a grant (RFC 7523 §2.1): held to the same rules, spent in the same memory.
     *
     * As by {@link #authenticateWithKey}, a DPoP header is spent.
     *
     * @throws HttpProblem also by the stage, 401 {@code invalid_client}; 400 {@code invalid_request} where the form names
     *                     another client
     */
    public CompletionStage<AuthenticatedClient> byAssertion(
            RequestContext context, Form form, String assertion, String endpointPath) {
        ClientCredential credential =
                PresentedCredential.asserted(assertion).orElseGet(() -> new ClientCredential.None(""));
        String claimed = form.get("client_id");
        if (claimed != null && !claimed.equals(credential.clientId())) {
            throw OAuthError.invalidRequest("client_id is not the client of the assertion.");
        }
        return authenticate(context, credential, endpointPath, SenderProofs.withDpop(context));
    }

    private CompletionStage<AuthenticatedClient> authenticate(
            RequestContext context, ClientCredential credential, String endpointPath, SenderProof proof) {
        // RFC 9126 §2, and what clients do elsewhere: the token endpoint is a name of the whole server.
        Set<String> endpoints =
                new HashSet<>(List.of(context.origin() + endpointPath, context.origin() + OAuthPaths.TOKEN));
        CompletionStage<AuthenticatedClient> answer = limits.failuresOf(
                context,
                RateLimits.Kind.CLIENT,
                ClientAuthentication::isFailure,
                () -> entities.workspaceFetching(
                        context.slug(),
                        replyTo -> new TokenCommand.AuthenticateClient(
                                context.slug(), credential, endpoints, proof, context.act(), replyTo),
                        AuthenticatedClient.class));
        return credential instanceof ClientCredential.SecretBasic
                ? answer.exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.INVALID_CLIENT)
                        .map(refused -> CompletableFuture.<AuthenticatedClient>failedFuture(
                                OAuthError.invalidClient(context.issuer())))
                        .orElseGet(() -> CompletableFuture.failedFuture(thrown)))
                : answer;
    }

    /** Being told a nonce is a step of the protocol (RFC 9449 §8). */
    private static boolean isFailure(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID_CLIENT
                        || (refused.reason() == Refused.Reason.INVALID_DPOP_PROOF
                                && !refused.code().equals("use_dpop_nonce")))
                .isPresent();
    }
}

package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The first step of every endpoint that clients call for themselves. */
public final class ClientAuthentication {
    private final Entities entities;

    public ClientAuthentication(Entities entities) {
        this.entities = entities;
    }

    /**
     * As {@link #authenticate}, and which key the client proves to have by a DPoP header, if there is one: for endpoints that bind
     * what they give to it (RFC 9449 §5, §10.1).
     *
     * @throws HttpProblem also by the stage: besides, 400 {@code invalid_dpop_proof} and {@code use_dpop_nonce}
     */
    public CompletionStage<AuthenticatedClient> authenticateWithKey(
            RequestContext context, Form form, String endpointPath) {
        return authenticate(context, form, endpointPath, SenderProofs.withDpop(context));
    }

    /**
     * @param endpointPath where it is presented: an assertion may name it as its audience
     * @throws HttpProblem also by the stage: 401 {@code invalid_client}, 400 {@code invalid_request}
     */
    public CompletionStage<AuthenticatedClient> authenticate(RequestContext context, Form form, String endpointPath) {
        return authenticate(context, form, endpointPath, SenderProofs.of(context));
    }

    private CompletionStage<AuthenticatedClient> authenticate(
            RequestContext context, Form form, String endpointPath, SenderProof proof) {
        ClientCredential credential = PresentedCredential.parse(
                context.header("authorization"),
                form,
                context.clientCertificate().isPresent(),
                context.issuer());
        String endpoint = context.origin() + endpointPath;
        CompletionStage<AuthenticatedClient> answer = entities.workspaceFetching(
                context.slug(),
                replyTo -> new TokenCommand.AuthenticateClient(
                        context.slug(), credential, endpoint, proof, context.act(), replyTo),
                AuthenticatedClient.class);
        return credential instanceof ClientCredential.SecretBasic
                ? answer.exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.INVALID_CLIENT)
                        .map(refused -> CompletableFuture.<AuthenticatedClient>failedFuture(
                                OAuthError.invalidClient(context.issuer())))
                        .orElseGet(() -> CompletableFuture.failedFuture(thrown)))
                : answer;
    }
}

package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Slug;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A code for tokens (RFC 6749 §4.1.3). Thread-safe. */
final class TokenEndpoint {
    private static final int MOST_BYTES = 128 * 1024;

    private final Slug workspace;
    private final Outbound outbound;
    private final Executor parsing;

    TokenEndpoint(Slug workspace, Outbound outbound, Executor parsing) {
        this.workspace = workspace;
        this.outbound = outbound;
        this.parsing = parsing;
    }

    /** What the code came to. */
    sealed interface Tokens {
        /** Kept no longer than the sign-in takes. */
        record Had(@Nullable String accessToken, @Nullable String idToken) implements Tokens {
            @Override
            public String toString() {
                return "Had[redacted]";
            }
        }

        record None(UpstreamOutcome.Failed failure) implements Tokens {}
    }

    CompletionStage<Tokens> redeem(IdpMetadata idp, String endpoint, Answer answer, ClientProof proof) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", answer.code().reveal());
        fields.put("redirect_uri", answer.redirectUri());
        if (idp.type() != Kind.APPLE) {
            fields.put("code_verifier", answer.codeVerifier().reveal());
        }
        return outbound.send(workspace, proof.post(endpoint, idp.clientId(), fields, MOST_BYTES))
                .thenApplyAsync(TokenEndpoint::read, parsing);
    }

    private static Tokens read(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answer)) {
            return new Tokens.None(UpstreamOutcome.Failed.UNREACHABLE);
        }
        Optional<JsonNode> body = Json.object(answer.text());
        if (body.isEmpty()) {
            return new Tokens.None(UpstreamOutcome.Failed.UNREACHABLE);
        }
        // GitHub answers errors with 200.
        Optional<String> error = Json.text(body.get(), "error");
        if (error.isPresent() || !answer.isOk()) {
            boolean us = error.filter(code -> code.equals("invalid_client")
                            || code.equals("unauthorized_client")
                            || code.equals("incorrect_client_credentials"))
                    .isPresent();
            return new Tokens.None(us ? UpstreamOutcome.Failed.CLIENT_REFUSED : UpstreamOutcome.Failed.CODE_REFUSED);
        }
        // RFC 6749 §7.1: a token of another type is of no use to who does not know it.
        boolean bearer = Json.text(body.get(), "token_type")
                .filter(type -> type.equalsIgnoreCase("bearer"))
                .isPresent();
        return new Tokens.Had(
                bearer ? Json.text(body.get(), "access_token").orElse(null) : null,
                Json.text(body.get(), "id_token").orElse(null));
    }
}

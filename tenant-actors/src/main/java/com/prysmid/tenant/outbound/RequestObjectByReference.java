package com.prysmid.tenant.outbound;

import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Fetches the request object behind a {@code request_uri} (OpenID Connect Core §6.2, RFC 9101 §5.2). That the app registered
 * the URI is the caller's check, and what the object says is verified by nobody yet. Thread-safe.
 */
public final class RequestObjectByReference {
    /** RFC 9101 §5.2 leaves it open; an authorization request of 16 kB is more than anybody needs. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final String ACCEPT = "application/oauth-authz-req+jwt, application/jwt;q=0.9, */*;q=0.1";

    /** A JWS or a JWE in compact form (RFC 7515 §7.1, RFC 7516 §7.1); an unsigned one ends with a dot. */
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)?");

    private final Outbound outbound;

    public RequestObjectByReference(Outbound outbound) {
        this.outbound = outbound;
    }

    /** What was there. */
    public sealed interface Fetched {

        record Jwt(String text) implements Fetched {}

        /** Could not be fetched, or is no JWT: {@code invalid_request_uri} (OpenID Connect Core §3.1.2.6). */
        record Unavailable() implements Fetched {}
    }

    /**
     * Completes normally, whatever happens.
     *
     * @param requestUri its fragment, which tells caches of a change, is not sent; nothing is cached here
     */
    public CompletionStage<Fetched> fetch(Slug workspace, String requestUri) {
        int fragment = requestUri.indexOf('#');
        String url = fragment < 0 ? requestUri : requestUri.substring(0, fragment);
        return outbound.send(workspace, OutboundRequest.get(url, ACCEPT, MOST_BYTES))
                .thenApply(outcome -> switch (outcome) {
                    case Outcome.Answered answer
                    when answer.isOk() -> read(answer.text().strip());
                    case Outcome.Answered other -> new Fetched.Unavailable();
                    case Outcome.Refused refused -> new Fetched.Unavailable();
                });
    }

    private static Fetched read(String text) {
        return COMPACT.matcher(text).matches() ? new Fetched.Jwt(text) : new Fetched.Unavailable();
    }
}

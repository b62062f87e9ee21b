package com.prysmid.gateway.oauth.userinfo;

import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.client.SenderProofs;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.TokenType;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SenderProof;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/**
 * The access token of a request, with the scheme that it came by: as a bearer token in a header or form (RFC 6750 §2), or bound to a
 * DPoP key in a header beside the proof of it (RFC 9449 §7.1). A DPoP header beside a bearer token counts for nothing.
 */
record PresentedToken(Secret token, TokenType type, SenderProof proof) {

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String DPOP_CHALLENGE =
            TokenType.DPOP.wireName() + " algs=\"" + String.join(" ", ClientAuthMethod.DPOP_ALGORITHMS) + "\"";

    /** @throws HttpProblem 401 with a challenge, 400 {@code invalid_request} where there are several */
    static PresentedToken of(RequestContext context) {
        List<String> authorization = context.headers("authorization");
        if (authorization.size() > 1) {
            throw OAuthError.invalidRequest("There must be one Authorization header.");
        }
        Optional<String> header = authorization.stream().findFirst();
        Optional<String> bound = header.flatMap(text -> credentials(text, TokenType.DPOP));
        Optional<String> bearer = header.flatMap(text -> credentials(text, TokenType.BEARER));
        Optional<String> inForm = inForm(context);
        if (header.isPresent() && inForm.isPresent()) {
            throw OAuthError.invalidRequest("The access token was sent twice.");
        }
        if (bound.isPresent()) {
            SenderProof proof = SenderProofs.withDpop(context);
            if (proof.dpop() == null) {
                throw refused(401, "invalid_dpop_proof", "A token that is bound to a key takes a DPoP proof.");
            }
            return new PresentedToken(new Secret(bound.get()), TokenType.DPOP, proof);
        }
        return new PresentedToken(
                new Secret(bearer.or(() -> inForm)
                        .orElseThrow(
                                () -> OAuthError.tokenMissing(context.issuer()).with(CHALLENGE, DPOP_CHALLENGE))),
                TokenType.BEARER,
                SenderProofs.of(context));
    }

    private static Optional<String> inForm(RequestContext context) {
        boolean form = context.request().method().equals(HttpMethods.POST)
                && !context.body().isEmpty();
        return form ? context.form().find("access_token") : Optional.empty();
    }

    static Optional<String> credentials(String authorization, TokenType scheme) {
        String prefix = scheme.wireName() + " ";
        return authorization.regionMatches(true, 0, prefix, 0, prefix.length())
                ? Optional.of(authorization.substring(prefix.length()).strip()).filter(token -> !token.isEmpty())
                : Optional.empty();
    }

    /** RFC 6750 §3, RFC 9449 §7.1: whatever is wrong with the token or behind it, the answer names the scheme. */
    Throwable challenge(Throwable thrown, RequestContext context) {
        return RefusedException.in(thrown)
                .<Throwable>map(refused -> switch (refused.reason()) {
                    case INVALID_TOKEN, NOT_FOUND -> invalid(context);
                    case INVALID_DPOP_PROOF -> invalidProof(refused);
                    default -> thrown;
                })
                .orElse(thrown);
    }

    HttpProblem invalid(RequestContext context) {
        return switch (type) {
            case BEARER -> OAuthError.invalidToken(context.issuer()).with(CHALLENGE, DPOP_CHALLENGE);
            case DPOP -> refused(401, "invalid_token", "The token is broken, expired, revoked or not ours.");
        };
    }

    HttpProblem insufficientScope(RequestContext context, String scope) {
        return switch (type) {
            case BEARER -> OAuthError.insufficientScope(context.issuer(), scope);
            case DPOP -> refused(403, "insufficient_scope", "The token does not have the scope " + scope + ".");
        };
    }

    private static HttpProblem invalidProof(Refused refused) {
        HttpProblem problem = refused(401, refused.code(), refused.detail());
        return refused.nonce() == null ? problem : problem.with("DPoP-Nonce", refused.nonce());
    }

    private static HttpProblem refused(int status, String error, String detail) {
        return new HttpProblem(status, error, detail).with(CHALLENGE, DPOP_CHALLENGE + ", error=\"" + error + "\"");
    }
}

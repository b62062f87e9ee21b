package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The redirect back to the app (RFC 6749 §4.1.2), with {@code iss} (RFC 9207 §2). */
final class AuthorizationResponse {
    private AuthorizationResponse() {}

    static HttpResponse code(String redirectUri, Secret code, @Nullable String state, String issuer) {
        return redirect(redirectUri, "code=" + encode(code.reveal()), state, issuer);
    }

    static HttpResponse error(String redirectUri, Rejection rejection, @Nullable String state, String issuer) {
        return redirect(
                redirectUri,
                "error=" + encode(rejection.error()) + "&error_description=" + encode(rejection.description()),
                state,
                issuer);
    }

    private static HttpResponse redirect(String redirectUri, String result, @Nullable String state, String issuer) {
        StringBuilder location = new StringBuilder(redirectUri)
                .append(redirectUri.contains("?") ? '&' : '?')
                .append(result);
        if (state != null) {
            location.append("&state=").append(encode(state));
        }
        return Responses.seeOther(
                location.append("&iss=").append(encode(issuer)).toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

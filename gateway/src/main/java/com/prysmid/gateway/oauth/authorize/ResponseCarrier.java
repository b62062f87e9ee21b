package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Visit;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Makes the browser take parameters to an app: by a redirect with 303, never 307 (RFC 9700 §4.12), or by a form that posts itself
 * (OAuth 2.0 Form Post Response Mode §2).
 */
final class ResponseCarrier {
    private final Pages pages;

    ResponseCarrier(Pages pages) {
        this.pages = pages;
    }

    HttpResponse carry(Visit visit, ReturnAddress to, Map<String, String> parameters) {
        return switch (to.mode().carrier()) {
            case QUERY ->
                Responses.seeOther(
                        to.redirectUri() + (to.redirectUri().contains("?") ? '&' : '?') + encoded(parameters));
            case FRAGMENT -> Responses.seeOther(to.redirectUri() + '#' + encoded(parameters));
            case FORM_POST -> form(visit, to.redirectUri(), parameters);
        };
    }

    private HttpResponse form(Visit visit, String action, Map<String, String> parameters) {
        Pages.SelfPosting page = pages.postBack(visit, action, parameters);
        return Responses.html(200, page.html())
                .addHeader(RawHeader.create(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; script-src '" + page.scriptHash()
                                + "'; form-action " + formTargets(action)
                                + "; base-uri 'none'; frame-ancestors 'none'"));
    }

    /**
     * The address's origin and, since browsers hold {@code form-action} against the redirects that follow too, wherever the app
     * may go on to by TLS.
     */
    static String formTargets(String redirectUri) {
        URI uri = URI.create(redirectUri);
        return uri.getRawAuthority() == null
                ? uri.getScheme() + ": https:"
                : uri.getScheme() + "://" + uri.getRawAuthority() + " https:";
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

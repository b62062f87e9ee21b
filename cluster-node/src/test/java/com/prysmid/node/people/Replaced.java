package com.prysmid.node.people;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer with another body, for forms that were never shown. */
record Replaced(HttpResponse<String> real, String body) implements HttpResponse<String> {
    @Override
    public int statusCode() {
        return real.statusCode();
    }

    @Override
    public HttpRequest request() {
        return real.request();
    }

    @Override
    public Optional<HttpResponse<String>> previousResponse() {
        return real.previousResponse();
    }

    @Override
    public HttpHeaders headers() {
        return real.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return real.sslSession();
    }

    @Override
    public URI uri() {
        return real.uri();
    }

    @Override
    public HttpClient.Version version() {
        return real.version();
    }
}

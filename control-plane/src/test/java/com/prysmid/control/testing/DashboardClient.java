package com.prysmid.control.testing;

import com.prysmid.control.testing.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The dashboard in somebody's browser: its host, its cookie, and with every change what its pages send along. */
public final class DashboardClient implements AutoCloseable {
    public static final String HOST = "app.prysm.test";

    private final ApiClient client;
    private final String cookie;
    private final String origin;
    private final @Nullable String antiForgery;

    /** @param session the cookie's value */
    public DashboardClient(int port, Path authority, String session, @Nullable String antiForgery) {
        this.client = new ApiClient(HOST, port, authority, null);
        this.cookie = "__Host-prysm-console=" + session;
        this.origin = "https://" + HOST + ":" + port;
        this.antiForgery = antiForgery;
    }

    public Reply get(String path) {
        return client.send(client.request(path).header("Cookie", cookie).GET());
    }

    /** A change as the dashboard's own page makes it; no body where it is empty. */
    public Reply change(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = bare(method, path, body).header("Origin", origin);
        if (antiForgery != null) {
            request.header("X-CSRF-Token", antiForgery);
        }
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** A change with the cookie and nothing that protects it. */
    public Reply forged(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = bare(method, path, body);
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder bare(String method, String path, String body) {
        HttpRequest.Builder request = client.request(path)
                .header("Cookie", cookie)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        return body.isEmpty() ? request : request.header("Content-Type", "application/json");
    }

    public String origin() {
        return origin;
    }

    @Override
    public void close() {
        client.close();
    }
}

package com.prysmid.gateway.http;

import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/**
 * One method at one path. HEAD is answered by the endpoint for GET.
 *
 * @param path absolute, without trailing slash; a segment {@code {name}} matches any one segment, and is then in {@link
 *             RequestContext#pathParameter}
 */
public record Endpoint(HttpMethod method, String path, Surface surface, Handler handler) {
    public Endpoint {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path is absolute: " + path);
        }
    }

    public static Endpoint get(String path, Surface surface, Handler handler) {
        return new Endpoint(HttpMethods.GET, path, surface, handler);
    }

    public static Endpoint post(String path, Surface surface, Handler handler) {
        return new Endpoint(HttpMethods.POST, path, surface, handler);
    }
}

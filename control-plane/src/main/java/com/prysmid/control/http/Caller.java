package com.prysmid.control.http;

import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose host, path and credential have been checked, but not its body.
 *
 * @param by who acts, with which request, from where; {@link Origin#NOBODY} acts where an operation asks for no token
 * @param standing how far they reach
 * @param path the values of the path's variables
 */
record Caller(HttpRequest request, Provenance by, Standing standing, Map<String, String> path) {
    Call with(JsonBody body, @Nullable Sha256 idempotencyKey) {
        return new Call(request, by, standing, path, body, idempotencyKey);
    }
}

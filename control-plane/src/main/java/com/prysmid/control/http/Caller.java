package com.prysmid.control.http;

import com.prysmid.control.value.Sha256;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose host, path and token have been checked, but not its body.
 *
 * @param actor the id of the token that acts; empty where an operation asks for none
 * @param path the values of the path's variables
 */
record Caller(HttpRequest request, String requestId, String actor, Map<String, String> path) {
    Call with(JsonBody body, @Nullable Sha256 idempotencyKey) {
        return new Call(request, requestId, actor, path, body, idempotencyKey);
    }
}

package com.prysmid.gateway.admin;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.json.ApiJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** The kinds of answers. What is refused goes the way of a failed stage, to be rendered as problem+json. */
final class Answer {
    private Answer() {}

    /** A part of a list. */
    record Page<T>(List<T> items, @Nullable String nextCursor) {
        Page {
            items = List.copyOf(items);
        }
    }

    static HttpResponse ok(Object body) {
        return Responses.empty(200).withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, ApiJson.bytes(body)));
    }

    static CompletionStage<HttpResponse> okStage(Object body) {
        return CompletableFuture.completedStage(ok(body));
    }

    /** The asked part of a list that is held as a whole, ordered by id. */
    static <T, V> HttpResponse slice(AdminCall call, List<T> all, Function<T, String> id, Function<T, V> view) {
        Page<T> page = call.query().slice(all, id);
        return ok(new Page<>(page.items().stream().map(view).toList(), page.nextCursor()));
    }

    static HttpResponse created(String location, Object body) {
        return ok(body).withStatus(201).addHeader(RawHeader.create("Location", location));
    }

    static HttpResponse noContent() {
        return Responses.empty(204);
    }

    static CompletionStage<HttpResponse> refuse(HttpProblem problem) {
        return CompletableFuture.failedStage(problem);
    }

    static HttpProblem forbidden(String detail) {
        return new HttpProblem(403, "forbidden", detail);
    }
}

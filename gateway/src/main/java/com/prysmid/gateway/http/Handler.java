package com.prysmid.gateway.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers a request. May throw, or fail its stage with, an {@link HttpProblem} or a refusal. Must not block. */
@FunctionalInterface
public interface Handler {
    CompletionStage<HttpResponse> handle(RequestContext context);
}

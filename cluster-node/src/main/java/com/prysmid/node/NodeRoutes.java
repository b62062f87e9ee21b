package com.prysmid.node;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What a node's listeners answer.
 *
 * @param publicHandler for browsers and apps; bound on nodes of the gateway role
 * @param provisioningRoute for the control plane; bound on nodes of the workspace role
 */
public record NodeRoutes(Function<HttpRequest, CompletionStage<HttpResponse>> publicHandler, Route provisioningRoute) {}

package com.prysmid.node;

import org.apache.pekko.http.javadsl.server.Route;

/**
 * What a node's listeners answer.
 *
 * @param publicRoute for browsers and apps; bound on nodes of the gateway role
 * @param provisioningRoute for the control plane; bound on nodes of the workspace role
 */
public record NodeRoutes(Route publicRoute, Route provisioningRoute) {}

/**
 * The client of the cluster's provisioning port: HTTPS/1.1 with JSON over mutual TLS.
 *
 * <p>In: one typed call per step of the provisioning saga. Out: a {@link com.prysmid.control.dataplane.DataPlaneReply}, which
 * separates "done", "refused for good" and "try again". It never retries by itself and never throws for what the network
 * does: when to try again is the saga's decision.
 */
@NullMarked
package com.prysmid.control.dataplane;

import org.jspecify.annotations.NullMarked;

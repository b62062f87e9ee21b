/**
 * What a load balancer may know: {@code /alive} (the process answers) and {@code /ready} (send me requests). Served by
 * pekko-management; the checks here are named in {@code management.conf}. Says nothing about workspaces.
 */
@NullMarked
package com.prysmid.node.health;

import org.jspecify.annotations.NullMarked;

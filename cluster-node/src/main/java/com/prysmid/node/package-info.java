/**
 * The process that runs Prysm:ID: one member of the cluster, with the role {@code workspace}, {@code gateway} or both.
 *
 * <p>Enters: a configuration, read once into {@link com.prysmid.node.NodeSettings}. Leaves: a running
 * {@link com.prysmid.node.ClusterNode} with its listeners bound, which closes in order when it is told to.
 *
 * <pre>
 *   provisioning  the mutual-TLS port by which the control plane has workspaces made
 *   tls           contexts, certificates chosen by name, and who may call
 *   health        whether this node lives and is ready
 *   dev           everything on one machine, with an embedded Postgres: what {@code ./prysm dev} starts
 * </pre>
 *
 * <p>This module only wires. It never decides anything about a workspace, a user or a token: rules live in
 * {@code com.prysmid.tenant}, the protocol in {@code com.prysmid.gateway}.
 */
@NullMarked
package com.prysmid.node;

import org.jspecify.annotations.NullMarked;

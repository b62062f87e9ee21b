/**
 * The control plane: sells and provisions workspaces, and cannot read any end user's credentials.
 *
 * <p>In: HTTPS requests of customers' operators at {@code api.<domain>} ({@code http}). Out: calls to the cluster's
 * provisioning port over mutual TLS ({@code dataplane}), and events in its own database ({@code store}).
 *
 * <p>It runs in an actor system of its own, {@code prysm-control}, a second cluster beside the workspaces' one. What is
 * decided here is decided by persistent actors: {@code workspaces} (one lifecycle each, and the index that wakes unfinished ones),
 * {@code accounts} (customers and their members), {@code tokens} and {@code sessions}; {@code console} makes the workspace in which
 * members sign in, and {@code signin} is its client. What must stay secret is sealed by {@code
 * vault} before it is persisted; {@code operating} calls workspaces' admin API. {@code value} holds what both the edge and the
 * events speak of; {@code tls} turns PEM files into TLS 1.3 contexts.
 *
 * <p>It never: imports a class of the cluster, opens the tenants' database, sees a private key or a password of a
 * customer's user, or logs an owner's e-mail address.
 */
@NullMarked
package com.prysmid.control;

import org.jspecify.annotations.NullMarked;

/**
 * The internal port over which the control plane makes workspaces: mutual TLS, one peer.
 *
 * <p>Enters: {@code PUT /provisioning/v1/workspaces/{slug}/schema}, {@code …/keys}, {@code …/activation} and
 * {@code GET …/{slug}}, JSON in snake_case. Leaves: JSON, or {@code application/problem+json} with a stable {@code code}
 * (RFC 9457). Every PUT is idempotent for one {@code creation_id}: asked twice, or after a crash in between, it ends in the
 * same place; another creation's id answers 409 {@code slug_in_use}.
 *
 * <p>Never tells anything about a workspace's users: what leaves is the status, the plan, key ids and counts.
 */
@NullMarked
package com.prysmid.node.provisioning;

import org.jspecify.annotations.NullMarked;

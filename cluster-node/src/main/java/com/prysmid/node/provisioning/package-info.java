/**
 * The internal port over which the control plane makes, changes and ends workspaces: mutual TLS, one peer.
 *
 * <p>Enters, JSON in snake_case, every PUT with the {@code creation_id} it is about:
 *
 * <ul>
 *   <li>{@code PUT /provisioning/v1/workspaces/{slug}/schema}, {@code …/keys}, {@code …/activation}: the workspace comes to be
 *   <li>{@code …/service-account {jwk}} → {@code {client_id}}: the control plane's own account in it; another key replaces the one before
 *   <li>{@code …/plan {plan, limits}} → {@code {plan, limits}}: what it may use; null: any number
 *   <li>{@code …/suspension}, {@code …/resumption} → {@code {status}}
 *   <li>{@code …/deletion} → {@code {status: deleted, backup: {bytes, sha256}}}, backup null once purged: from the first moment on the
 *       workspace answers as if it had never existed, everywhere; then all of it is exported into an encrypted backup, that is read
 *       through, and only then schema and role are dropped. 503 {@code deletion_under_way} while that takes long
 *   <li>{@code …/purge} → {@code {status: purged}}: the backup is removed; the slug is free for another creation
 *   <li>{@code GET …/{slug}}: status, plan, limits, key ids and counts
 * </ul>
 *
 * <p>Leaves: JSON, or {@code application/problem+json} with a stable {@code code} (RFC 9457). Every PUT is idempotent for one
 * {@code creation_id}: asked twice, or after a crash in between, it ends in the same place. 409 {@code slug_in_use} for a slug that is
 * another creation's, or a deleted one's before its purge; 409 {@code workspace_deleted} for what a deleted creation may not do
 * any more, for good.
 *
 * <p>Never tells anything about a workspace's users: what leaves is the status, the plan, key ids and counts. Never gives the backup.
 */
@NullMarked
package com.prysmid.node.provisioning;

import org.jspecify.annotations.NullMarked;

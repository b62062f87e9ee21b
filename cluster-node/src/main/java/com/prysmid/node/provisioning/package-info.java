/**
 * The internal port over which the control plane makes, changes, suspends, resumes and deletes workspaces: mutual TLS, one peer.
 *
 * <p>Enters, JSON in snake_case, every PUT with the {@code creation_id} it is about:
 *
 * <ul>
 *   <li>{@code PUT /provisioning/v1/workspaces/{slug}/schema}, {@code …/keys}, {@code …/activation}: the workspace comes to be
 *   <li>{@code …/service-account {jwk}} → {@code {client_id}}: the control plane's own account in it; another key replaces the one before
 *   <li>{@code …/plan {plan, limits}} → {@code {plan, limits}}: what it may use; null: any number
 *   <li>{@code …/suspension}, {@code …/resumption} → {@code {status}}
 *   <li>{@code …/deletion} → {@code {status: "deleted", backup: {bytes, sha256}}}: it answers nobody any more, and all that was in it is in an
 *       encrypted backup; 503 {@code deletion_under_way} until then
 *   <li>{@code …/purge} → {@code {status: "purged"}}: the backup is gone too, and the slug is free; 409 {@code not_deleted} before its deletion,
 *       and {@code backup_kept} soon after it
 *   <li>{@code GET …/{slug}}: status, plan, limits, key ids and counts
 * </ul>
 *
 * <p>Leaves: JSON, or {@code application/problem+json} with a stable {@code code} (RFC 9457). Every PUT is idempotent for one
 * {@code creation_id}: asked twice, or after a crash in between, it ends in the same place. 409 {@code slug_in_use} for a slug that is
 * another creation's, be it deleted and not purged yet; 409 {@code workspace_deleted} where a creation that was deleted asks for anything but
 * the two last steps. A backup is put back by no route: that is an operator's act, after which {@code …/resumption} opens the workspace.
 *
 * <p>Never tells anything about a workspace's users: what leaves is the status, the plan, key ids and counts.
 */
@NullMarked
package com.prysmid.node.provisioning;

import org.jspecify.annotations.NullMarked;

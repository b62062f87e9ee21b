/**
 * The client of the cluster's provisioning port: HTTPS/1.1 with JSON over mutual TLS.
 *
 * <p>In: one typed call per step of the provisioning saga. Out: a {@link com.prysmid.control.dataplane.DataPlaneReply}, which
 * separates "done", "refused for good" and "try again". It never retries by itself and never throws for what the network
 * does: when to try again is the saga's decision.
 *
 * <p>The steps, each idempotent for one creation id: {@code createSchema}, {@code createKeys}, {@code activate}, {@code
 * setServiceAccount} (from {@code createKeys} on; another key replaces the one before), {@code applyPlan} (likewise), {@code
 * suspend}, {@code resume}, {@code delete}, {@code purge}. Refusals for good that every step knows: 409 {@code slug_in_use} (the
 * slug is another creation's, or a deleted one's whose backup is not purged yet), 409 {@code workspace_deleted} (this very
 * creation was deleted: its id makes nothing any more), 404 {@code not_found}, 422 {@code invalid_input}.
 *
 * <p>{@code delete} is refused with 404 where no such creation has got past {@code createKeys}: there is nothing to back up, and
 * an empty schema that it left is taken over by the next creation. While it is under way, and that takes as long as there is
 * data, it answers "try again"; it goes on meanwhile, and asked again after a crash it begins anew without loss. {@code
 * purge} is refused with 409 {@code not_deleted} before {@code delete} is done.
 */
@NullMarked
package com.prysmid.control.dataplane;

import org.jspecify.annotations.NullMarked;

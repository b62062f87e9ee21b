/**
 * The client of the cluster's provisioning port: HTTPS/1.1 with JSON over mutual TLS.
 *
 * <p>In: one typed call per step of the provisioning saga. Out: a {@link com.prysmid.control.dataplane.DataPlaneReply}, which
 * separates "done", "refused for good" and "try again". It never retries by itself and never throws for what the network
 * does: when to try again is the saga's decision.
 *
 * <p>The steps, each idempotent for one creation id: {@code createSchema}, {@code createKeys}, {@code activate}, {@code
 * setServiceAccount} (from {@code createKeys} on; another key replaces the one before), {@code applyPlan} (likewise), {@code
 * suspend}, {@code resume}, {@code delete}, and {@code purge} after it. Refusals for good that every step knows: 409 {@code slug_in_use} (the slug is another creation's),
 * 404 {@code not_found}, 422 {@code invalid_input}, and of a creation that was deleted 409 {@code workspace_deleted}. No saga calls {@code
 * delete} and {@code purge} yet.
 */
@NullMarked
package com.prysmid.control.dataplane;

import org.jspecify.annotations.NullMarked;

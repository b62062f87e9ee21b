/**
 * Facts: what happened to a workspace or a user, one sealed interface per family.
 *
 * <p>Events come out of {@code decide}, are stored by {@code journal} inside a {@link
 * com.prysmid.tenant.event.Recorded}, and go into {@code state}. Each carries a {@link
 * com.prysmid.tenant.event.WireName}, by which it is stored for ever: classes may be renamed, wire names may not, and a
 * changed shape gets a new number and an upcaster in {@code wire}. Events hold digests and sealed keys, never a secret.
 */
@NullMarked
package com.prysmid.tenant.event;

import org.jspecify.annotations.NullMarked;

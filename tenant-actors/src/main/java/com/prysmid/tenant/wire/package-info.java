/**
 * How events and snapshots become bytes: JSON under stable wire names.
 *
 * <p>In comes a {@link com.prysmid.tenant.event.Recorded} event or a state; out go bytes and a manifest such as {@code
 * user.created/1}. Class names are never stored. A changed shape gets a new number, and its old form an upcaster here; one
 * golden file per manifest in the tests keeps old journals readable. Messages between nodes do not pass here.
 */
@NullMarked
package com.prysmid.tenant.wire;

import org.jspecify.annotations.NullMarked;

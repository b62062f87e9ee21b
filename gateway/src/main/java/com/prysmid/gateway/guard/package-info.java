/**
 * What protects the interactive endpoints: cookies ({@code __Host-} only), CSRF tokens, and interactions that travel sealed
 * with the browser instead of being stored; and bounds of what anybody can do without proving who they are: {@link
 * com.prysmid.gateway.guard.RateLimits} by address and workspace, {@link com.prysmid.gateway.guard.SignInPace} by login name.
 * In: a request or values. Out: header values, verdicts, held attempts. It knows no entity, and believes no forwarding header.
 */
@NullMarked
package com.prysmid.gateway.guard;

import org.jspecify.annotations.NullMarked;

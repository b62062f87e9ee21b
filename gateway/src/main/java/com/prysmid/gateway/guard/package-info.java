/**
 * What protects the interactive endpoints: cookies ({@code __Host-} only), CSRF tokens, and interactions that travel sealed
 * with the browser instead of being stored. In: a request or values. Out: header values, verdicts. It knows no entity.
 */
@NullMarked
package com.prysmid.gateway.guard;

import org.jspecify.annotations.NullMarked;

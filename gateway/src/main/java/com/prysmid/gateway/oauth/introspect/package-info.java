/**
 * Token introspection (RFC 7662, RFC 9701). In: a token, from a client that proves who it is. Out: what it is worth right now; for
 * anything that is worth nothing, {@code {"active":false}} and no more.
 */
@NullMarked
package com.prysmid.gateway.oauth.introspect;

import org.jspecify.annotations.NullMarked;

/**
 * The token endpoint (RFC 6749 §3.2). parse → authenticate the client → its {@link com.prysmid.gateway.oauth.token.Grant} →
 * sign → render. The shared steps are here once, so that no grant can forget one.
 */
@NullMarked
package com.prysmid.gateway.oauth.token;

import org.jspecify.annotations.NullMarked;

/**
 * The signing keys that tokens of the workspace verify with (RFC 7517 §5). In: nothing. Out: the public ring, or 304 where the
 * caller has it already. Served while suspended too, for tokens that live.
 */
@NullMarked
package com.prysmid.gateway.oauth.keys;

import org.jspecify.annotations.NullMarked;

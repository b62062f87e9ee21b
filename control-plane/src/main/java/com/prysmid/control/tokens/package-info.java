/**
 * API tokens: made, listed, deleted and recognised. Only the SHA-256 of a token is kept; the token itself is answered once.
 *
 * <p>In: names and digests. Out: opaque token ids, which every other event carries as the one who acted.
 */
@NullMarked
package com.prysmid.control.tokens;

import org.jspecify.annotations.NullMarked;

/**
 * API tokens: made, listed, deleted and recognised. Only the SHA-256 of a token is kept; the token itself is answered once.
 *
 * <p>A token may do what its {@link com.prysmid.control.tokens.Scope scopes} say, until it expires or is deleted; it makes no other that
 * may do more or lives longer.
 *
 * <p>In: names, rights and digests. Out: who acts, which every other event carries, and what they may do, which the HTTP layer holds
 * against what an operation needs.
 */
@NullMarked
package com.prysmid.control.tokens;

import org.jspecify.annotations.NullMarked;

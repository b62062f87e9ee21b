/**
 * OAuth errors as values: RFC 6749 §5.2, RFC 6750 §3. In: what was wrong, in words that the client may read. Out: status, code
 * and challenge. Writing them as a response is {@code http}'s work.
 */
@NullMarked
package com.prysmid.gateway.oauth.error;

import org.jspecify.annotations.NullMarked;

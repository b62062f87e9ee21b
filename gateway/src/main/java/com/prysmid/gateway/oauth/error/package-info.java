/**
 * OAuth errors as values: RFC 6749 §5.2, RFC 6750 §3.
 */
@NullMarked
package com.prysmid.gateway.oauth.error;

import org.jspecify.annotations.NullMarked;

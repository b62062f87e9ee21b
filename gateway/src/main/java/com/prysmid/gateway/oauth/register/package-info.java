/**
 * Dynamic client registration (RFC 7591) and its management (RFC 7592). In: metadata as JSON, perhaps with an initial access token
 * or a software statement. Out: the registration as it was taken, with the token that manages it. Metadata that is not known here is
 * passed over, as RFC 7591 §2 asks; what is known and not allowed is refused, never silently changed.
 */
@NullMarked
package com.prysmid.gateway.oauth.register;

import org.jspecify.annotations.NullMarked;

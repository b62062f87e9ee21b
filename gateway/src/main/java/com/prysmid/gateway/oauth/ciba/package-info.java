/**
 * Backchannel authentication (OpenID Connect CIBA Core 1.0 §7). parse → authenticate the client → whom it means → that user's
 * entity. The person answers at the hosted page {@code /ui/approve}, and the client asks at the token endpoint: neither is here.
 */
@NullMarked
package com.prysmid.gateway.oauth.ciba;

import org.jspecify.annotations.NullMarked;

/**
 * Device authorization (RFC 8628 §3.1, §3.2). parse → authenticate the client → the workspace begins a request. The person
 * answers at the hosted page {@code /ui/device}, and the device asks at the token endpoint: neither is here.
 */
@NullMarked
package com.prysmid.gateway.oauth.device;

import org.jspecify.annotations.NullMarked;

package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a request shows of the keys that its sender has; not judged yet.
 *
 * @param dpop        the value of the one DPoP header (RFC 9449 §4.1); null without one
 * @param method      of the request, in upper case
 * @param uri         of the request as the sender addressed it, without query and fragment
 * @param certificate the TLS connection's client certificate: base64 of its DER; null without one
 */
public record SenderProof(
        @Nullable Secret dpop,
        String method,
        String uri,
        @Nullable String certificate) {}

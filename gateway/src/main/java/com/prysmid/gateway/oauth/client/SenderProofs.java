package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.SenderProof;

/** Reads what a request shows of its sender's keys. */
public final class SenderProofs {
    private SenderProofs() {}

    public static SenderProof of(RequestContext context) {
        return new SenderProof(
                null,
                context.request().method().value(),
                context.issuer() + context.request().getUri().path(),
                null);
    }
}

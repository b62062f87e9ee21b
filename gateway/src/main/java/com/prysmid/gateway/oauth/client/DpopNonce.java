package com.prysmid.gateway.oauth.client;

import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** RFC 9449 §8.2: an answer tells whoever sent a proof what the next one should contain. */
public final class DpopNonce {
    private DpopNonce() {}

    public static HttpResponse in(HttpResponse response, @Nullable String nonce) {
        return nonce == null ? response : response.addHeader(RawHeader.create("DPoP-Nonce", nonce));
    }
}

package com.prysmid.gateway.oauth.vocabulary;

import com.prysmid.tenant.protocol.Confirmation;
import org.jspecify.annotations.Nullable;

/** How an access token is presented. */
public enum TokenType {
    /** RFC 6750; also where it is bound to a client certificate (RFC 8705 §3). */
    BEARER("Bearer"),
    /** RFC 9449 §7.1. */
    DPOP("DPoP");

    private final String wireName;

    TokenType(String wireName) {
        this.wireName = wireName;
    }

    /** The {@code token_type}, and the scheme of the Authorization header. */
    public String wireName() {
        return wireName;
    }

    public static TokenType of(@Nullable Confirmation confirmation) {
        return confirmation == null || confirmation.jkt() == null ? BEARER : DPOP;
    }
}

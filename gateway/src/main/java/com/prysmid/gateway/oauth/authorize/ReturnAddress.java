package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.ResponseMode;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the answer goes, good or bad.
 *
 * @param redirectUri one that the app registered
 * @param state       to be given back as it came
 */
record ReturnAddress(
        String clientId,
        String redirectUri,
        ResponseMode mode,
        @Nullable String state) {
    /**
     * Of a request that may be turned down yet: an error goes the way that was asked for as far as that can be told, else the way
     * of the response type.
     */
    static ReturnAddress of(Form parameters, String clientId, String redirectUri) {
        ResponseType type =
                parameters.find("response_type").flatMap(ResponseType::parse).orElse(ResponseType.CODE);
        ResponseMode mode = parameters
                .find("response_mode")
                .flatMap(text -> ResponseMode.parse(text, type))
                .filter(asked -> asked.mayCarry(type))
                .orElse(type.defaultMode());
        return new ReturnAddress(clientId, redirectUri, mode, parameters.get("state"));
    }

    /** The state is the app's own. */
    @Override
    public String toString() {
        return "ReturnAddress[" + clientId + "]";
    }
}

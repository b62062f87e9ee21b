package com.prysmid.control.signin;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.prysmid.control.sessions.SessionSecret;

/** One sign-in of one browser, by the secret in its cookie: what it sent along, and what must come back. */
record Attempt(State state, Nonce nonce, CodeVerifier verifier) {
    static Attempt of(SessionSecret secret) {
        return new Attempt(
                new State(secret.derived("sign-in state").text()),
                new Nonce(secret.derived("sign-in nonce").text()),
                new CodeVerifier(secret.derived("sign-in verifier").text()));
    }
}

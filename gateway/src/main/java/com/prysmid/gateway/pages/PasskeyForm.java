package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * A form that a script fills with what an authenticator says, and sends; it stays hidden where there is no script or no
 * authenticator.
 *
 * @param action      where it is posted to
 * @param kind        {@code get}: uses a passkey; {@code create}: makes one
 * @param options     for the browser, as JSON (Web Authentication §5.4, §5.5)
 * @param challenge   comes back with the answer
 * @param conditional whether the browser offers passkeys in the user name's field, too
 * @param interaction the sealed one to go on with
 */
public record PasskeyForm(
        String action,
        String kind,
        String csrf,
        @Nullable String interaction,
        String options,
        String challenge,
        boolean conditional) {
    static final Asset SCRIPT = Asset.load("passkeys.js");

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "PasskeyForm[" + action + "]";
    }
}

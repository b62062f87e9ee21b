package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a browser brings back from {@code navigator.credentials.get()} (Web Authentication §5.2.2), unchecked but for its size; all
 * in base64url.
 *
 * @param userHandle null where the authenticator does not tell, which only one may do that was named
 */
public record PasskeyAssertion(
        String credentialId,
        String clientDataJson,
        String authenticatorData,
        String signature,
        @Nullable String userHandle) {
    /** In characters. */
    private static final int LIMIT = 8_192;

    /** @throws IllegalArgumentException where it is larger than any honest one */
    public PasskeyAssertion {
        if (credentialId.length() > LIMIT
                || clientDataJson.length() > LIMIT
                || authenticatorData.length() > LIMIT
                || signature.length() > LIMIT
                || (userHandle != null && userHandle.length() > 128)) {
            throw new IllegalArgumentException("larger than any assertion");
        }
    }
}

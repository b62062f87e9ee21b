package com.prysmid.tenant.protocol;

import java.util.List;

/**
 * What a browser brings back from {@code navigator.credentials.create()} (Web Authentication §5.2.1), unchecked but for its size.
 *
 * @param clientDataJson    base64url
 * @param attestationObject base64url
 */
public record PasskeyAttestation(String clientDataJson, String attestationObject, List<String> transports) {
    /** In characters. */
    private static final int LIMIT = 32_768;

    private static final int TRANSPORTS_LIMIT = 10;

    /** @throws IllegalArgumentException where it is larger than any honest one */
    public PasskeyAttestation {
        transports = List.copyOf(transports);
        if (clientDataJson.length() > LIMIT
                || attestationObject.length() > LIMIT
                || transports.size() > TRANSPORTS_LIMIT
                || transports.stream().anyMatch(transport -> transport.length() > 32)) {
            throw new IllegalArgumentException("larger than any attestation");
        }
    }
}

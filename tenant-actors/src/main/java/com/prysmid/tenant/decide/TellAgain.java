package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.protocol.Secret;
import org.jspecify.annotations.Nullable;

/** A creation sent twice is told its secret twice, unless that secret was rotated, dropped or belonged to a namesake. */
final class TellAgain {
    private TellAgain() {}

    /** @param digest of the secret that is valid now; null where there is none */
    static @Nullable Secret ifStillValid(@Nullable Secret answered, @Nullable String digest) {
        return answered != null && digest != null && new SecretDigest(digest).matches(answered.reveal())
                ? answered
                : null;
    }
}

package com.prysmid.tenant.upstream;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The secret of ours at a provider, kept sealed by the workspace's data key and bound to the provider's id. */
public final class UpstreamSecret {
    /** No kid has a colon, so no sealed signing key opens as one of these. */
    private static final String CONTEXT = "idp-secret:";

    private UpstreamSecret() {}

    /** Empty where it cannot be what the type needs. */
    public static Optional<SealedKey> seal(Kind type, String idpId, Secret secret, WorkspaceSeal seal) {
        return type == Kind.APPLE && AppleKey.parse(secret.reveal()).isEmpty()
                ? Optional.empty()
                : Optional.of(seal.seal(secret.reveal().getBytes(StandardCharsets.UTF_8), CONTEXT + idpId));
    }

    /** As the token endpoint wants to see it; not for {@code private_key_jwt}. */
    public static ClientProof prove(
            IdpMetadata idp, String idpId, SealedKey sealed, WorkspaceSeal seal, String audience, Instant now) {
        Secret secret = new Secret(new String(seal.open(sealed, CONTEXT + idpId), StandardCharsets.UTF_8));
        if (idp.type() == Kind.APPLE) {
            return new ClientProof.Form(AppleKey.parse(secret.reveal())
                    .orElseThrow(() -> new IllegalStateException("a key that was good when it was sealed"))
                    .clientSecret(idp, audience, now));
        }
        return switch (idp.tokenEndpointAuthMethod()) {
            case CLIENT_SECRET_BASIC -> new ClientProof.Basic(secret);
            case CLIENT_SECRET_POST -> new ClientProof.Form(secret);
            case PRIVATE_KEY_JWT -> throw new IllegalStateException("a provider that knows our key has no secret");
        };
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.AssertionSecret;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Makes the secrets of apps. Each is told once and kept as a digest; that of an app which signs its assertions with it is kept
 * sealed besides.
 *
 * @param seal the workspace's; null where nothing has to be sealed ({@link AppDecisions#needsSeal})
 */
public record ClientSecrets(RandomSecrets random, @Nullable WorkspaceSeal seal) {

    /** @param secret to be told; null where it was told before */
    record Made(
            @Nullable Secret secret,
            @Nullable String digest,
            @Nullable String sealed) {
        static final Made NONE = new Made(null, null, null);

        @Override
        public String toString() {
            return "Made[redacted]";
        }
    }

    Made make(String clientId, AppMetadata metadata) {
        if (!AppRules.signsWithSecret(metadata)) {
            String secret = random.secret();
            return new Made(new Secret(secret), SecretDigest.of(secret).base64Url(), null);
        }
        if (seal == null) {
            throw new IllegalStateException("a secret to be kept readable takes the workspace's seal");
        }
        String secret = AssertionSecret.make(random);
        return new Made(
                new Secret(secret),
                SecretDigest.of(secret).base64Url(),
                AssertionSecret.of(secret).seal(clientId, seal).base64Url());
    }
}

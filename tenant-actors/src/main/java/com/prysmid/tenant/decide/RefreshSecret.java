package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.TokenFamilies.TokenFamily;
import java.util.Optional;

/** The secret of a refresh token: 43 characters that stay for the family, then 43 that rotate; 256 bits each. */
record RefreshSecret(Secret family, Secret current) {
    private static final int PART = 43;

    static RefreshSecret first(RandomSecrets random) {
        return new RefreshSecret(new Secret(random.secret()), new Secret(random.secret()));
    }

    static Optional<RefreshSecret> parse(Secret secret) {
        String text = secret.reveal();
        return text.length() == 2 * PART
                ? Optional.of(new RefreshSecret(new Secret(text.substring(0, PART)), new Secret(text.substring(PART))))
                : Optional.empty();
    }

    RefreshSecret next(RandomSecrets random) {
        return new RefreshSecret(family, new Secret(random.secret()));
    }

    boolean isOf(TokenFamily tokens) {
        String digest = tokens.familyDigest();
        return digest != null && new SecretDigest(digest).matches(family.reveal());
    }

    boolean isCurrentOf(TokenFamily tokens) {
        String digest = tokens.currentDigest();
        return digest != null && new SecretDigest(digest).matches(current.reveal());
    }

    String familyDigest() {
        return SecretDigest.of(family.reveal()).base64Url();
    }

    String currentDigest() {
        return SecretDigest.of(current.reveal()).base64Url();
    }

    Secret token(UserId user, String familyId) {
        return new UserBoundToken(user, familyId, new Secret(family.reveal() + current.reveal())).serialize();
    }
}

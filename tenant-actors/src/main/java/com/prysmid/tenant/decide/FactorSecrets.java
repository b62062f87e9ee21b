package com.prysmid.tenant.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.protocol.UserId;

/**
 * The secrets of one user's factors, which are compared with what is typed and so cannot be kept as digests: sealed with the
 * workspace's data key, each bound to the user and to what it is for.
 */
record FactorSecrets(UserId user, WorkspaceSeal seal) {

    String sealTotp(String secret) {
        return seal(secret, "totp");
    }

    String openTotp(String sealed) {
        return open(sealed, "totp");
    }

    /** @param pendingId of the sign-in that the code is for */
    String sealCode(String code, String pendingId) {
        return seal(code, "email_code|" + pendingId);
    }

    String openCode(String sealed, String pendingId) {
        return open(sealed, "email_code|" + pendingId);
    }

    private String seal(String secret, String purpose) {
        return seal.seal(secret.getBytes(UTF_8), context(purpose)).base64Url();
    }

    private String open(String sealed, String purpose) {
        return new String(seal.open(new SealedKey(sealed), context(purpose)), UTF_8);
    }

    /** No id holds a bar. */
    private String context(String purpose) {
        return "factor|" + user.value() + "|" + purpose;
    }
}

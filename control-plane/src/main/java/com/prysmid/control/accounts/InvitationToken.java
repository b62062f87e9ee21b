package com.prysmid.control.accounts;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Secret;
import com.prysmid.control.value.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lets somebody accept an invitation, once: {@code prysm_inv_}, the account's 32 digits, a dot and 43 characters of base64url,
 * which are 256 random bits. It names its account, so none has to be searched. {@code toString} does not show it.
 */
public record InvitationToken(AccountId account, Secret secret) {
    private static final Pattern SHAPE = Pattern.compile("prysm_inv_([0-9a-f]{32})\\.([A-Za-z0-9_-]{43})");
    private static final int RANDOM_BYTES = 32;

    /** A new one. */
    public static InvitationToken generate(AccountId account, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new InvitationToken(
                account, new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /** The token in this text, if its shape is one's. */
    public static Optional<InvitationToken> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        return parts.matches()
                ? Optional.of(new InvitationToken(new AccountId("acct_" + parts.group(1)), new Secret(parts.group(2))))
                : Optional.empty();
    }

    /** To be shown once. */
    public String reveal() {
        return "prysm_inv_" + account.text().substring("acct_".length()) + "." + secret.reveal();
    }

    /** What is stored of it. */
    Sha256 digest() {
        return Sha256.of(reveal());
    }
}

package com.prysmid.tenant.crypto;

import java.util.regex.Pattern;

/**
 * A stored password: bcrypt in modular-crypt form. {@code $2a$}, {@code $2b$} and {@code $2y$} name the same computation for
 * the passwords accepted here (at most 72 bytes, no NUL); {@code $2x$}, the broken one, is refused.
 *
 * @param modularCrypt exactly 60 characters: version, two-digit cost 04–14, 22 characters of salt, 31 of digest
 */
public record BcryptHash(String modularCrypt) {

    /** 16 key expansions: only for tests and for imported users. */
    public static final int MIN_COST = 4;
    /** 16,384 key expansions, about a second of one core: the most that an import may make every sign-in cost. */
    public static final int MAX_COST = 14;

    private static final Pattern SYNTAX = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");
    private static final String OURS = "$2b$";
    private static final int SALT_AT = 7;
    private static final int DIGEST_AT = 29;

    /** @throws IllegalArgumentException for any other syntax or cost; the message does not repeat the value */
    public BcryptHash {
        if (!SYNTAX.matcher(modularCrypt).matches()) {
            throw new IllegalArgumentException(
                    "a bcrypt hash is $2a$, $2b$ or $2y$ with cost 04 to 14 and 53 characters");
        }
    }

    static BcryptHash of(int cost, byte[] salt, byte[] digest) {
        return new BcryptHash(
                OURS + "%02d$%s%s".formatted(cost, BcryptBase64.encode(salt), BcryptBase64.encode(digest)));
    }

    /** Whether it is of the kind made here; another was imported. */
    public boolean isOfOurs() {
        return modularCrypt.startsWith(OURS);
    }

    /** The base-2 logarithm of the number of key expansions, 4–14. */
    public int cost() {
        return Integer.parseInt(modularCrypt, 4, 6, 10);
    }

    byte[] salt() {
        return BcryptBase64.decode(modularCrypt.substring(SALT_AT, DIGEST_AT));
    }

    byte[] digest() {
        return BcryptBase64.decode(modularCrypt.substring(DIGEST_AT));
    }

    @Override
    public String toString() {
        return "BcryptHash[redacted, cost=" + cost() + "]";
    }
}

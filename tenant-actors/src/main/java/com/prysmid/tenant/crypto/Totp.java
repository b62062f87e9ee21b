package com.prysmid.tenant.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One authenticator's time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, steps of thirty seconds, which is what
 * every authenticator app speaks. Immutable.
 */
public final class Totp {
    public static final int DIGITS = 6;
    public static final Duration STEP = Duration.ofSeconds(30);

    /** RFC 6238 §5.2: clocks differ, and people are slow; so many steps before and after now. */
    private static final int WINDOW = 1;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** RFC 4226 §4 R6: 160 bits, of five each. */
    private static final int SECRET_LENGTH = 32;

    private final SecretKeySpec key;

    private Totp(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA1");
    }

    /** 160 random bits in base32 (RFC 4648 §6), as authenticator apps take them. */
    public static String newSecret(RandomSecrets random) {
        return random.text(SECRET_LENGTH, BASE32);
    }

    /** @throws IllegalArgumentException for what is not base32, or too short to be a secret */
    public static Totp of(String base32) {
        ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
        int buffer = 0;
        int held = 0;
        for (char c : base32.toUpperCase(Locale.ROOT).toCharArray()) {
            int value = BASE32.indexOf(c);
            if (value < 0) {
                throw new IllegalArgumentException("a secret is base32 without padding");
            }
            buffer = (buffer << 5 | value) & 0xfff;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes.put((byte) (buffer >>> held));
            }
        }
        if (bytes.position() < 16) {
            throw new IllegalArgumentException("a secret has at least 128 bits");
        }
        return new Totp(bytes.array());
    }

    public static long stepAt(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** RFC 4226 §5.3. */
    public String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA1", impossible);
        }
    }

    /**
     * The step whose code this is, of those around now and after {@code usedUpTo}: RFC 6238 §5.2, a code is good once. Takes the
     * same time whatever is typed.
     */
    public OptionalLong match(String typed, Instant now, long usedUpTo) {
        long current = stepAt(now);
        long found = -1;
        for (long step = current - WINDOW; step <= current + WINDOW; step++) {
            boolean same = MessageDigest.isEqual(
                    code(step).getBytes(StandardCharsets.US_ASCII), typed.getBytes(StandardCharsets.UTF_8));
            found = same && step > usedUpTo ? step : found;
        }
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    @Override
    public String toString() {
        return "Totp[redacted]";
    }
}

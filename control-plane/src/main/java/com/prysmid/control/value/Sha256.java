package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 digest, as 43 characters of base64url without padding. */
public record Sha256(@JsonValue String text) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

    @JsonCreator
    public Sha256 {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("a SHA-256 digest is 43 characters of base64url");
        }
    }

    /** The digest of the text's UTF-8 bytes. */
    public static Sha256 of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Sha256(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same as 64 hexadecimal digits in lower case. */
    public String hex() {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(text));
    }
}

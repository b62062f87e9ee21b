package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Which passwords bcrypt tells apart, and the bytes it reads of them. */
final class BcryptInput {

    /** bcrypt reads 18 words of key and silently ignores the rest. */
    static final int MAX_BYTES = 72;

    private BcryptInput() {}

    /**
     * The password's UTF-8 bytes with the final NUL, or empty where bcrypt would take another password for the same one:
     * more than 72 bytes (the tail is ignored), a NUL (the key repeats after it), a lone surrogate (encoded as a question
     * mark), no character at all.
     */
    static Optional<byte[]> of(String password) {
        // Three bytes a character is the most: a megabyte of password is refused before it is encoded.
        if (password.isEmpty() || password.length() > MAX_BYTES || password.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        ByteBuffer encoded;
        try {
            encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(password));
        } catch (CharacterCodingException loneSurrogate) {
            return Optional.empty();
        }
        int length = encoded.remaining();
        if (length > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] input = new byte[length + 1];
        encoded.get(input, 0, length);
        return Optional.of(input);
    }

    /** Something to spend the time on when there is no password, or none that bcrypt could check. */
    static byte[] standIn() {
        return new byte[] {'-', 0};
    }
}

package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Optional;

/** Which passwords bcrypt tells apart, and the bytes it reads of them. */
final class BcryptInput {

    /** bcrypt reads 18 words of key and silently ignores the rest. */
    static final int MAX_BYTES = 72;

    /** Composing makes three characters one (Hangul); what is longer than that cannot become 72 bytes. */
    private static final int MAX_CHARACTERS = 4 * MAX_BYTES;

    private BcryptInput() {}

    /**
     * The password's UTF-8 bytes, in Unicode NFKC (plain letters are themselves in it), with the final NUL, or empty where bcrypt would take another password for the same one:
     * more than 72 bytes (the tail is ignored), a NUL (the key repeats after it), a lone surrogate (encoded as a question
     * mark), no character at all.
     */
    static Optional<byte[]> of(String password) {
        // A megabyte of password is refused before it is looked at.
        if (password.isEmpty() || password.length() > MAX_CHARACTERS || password.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        ByteBuffer encoded;
        try {
            encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(Normalizer.normalize(password, Normalizer.Form.NFKC)));
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

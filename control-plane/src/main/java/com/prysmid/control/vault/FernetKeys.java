package com.prysmid.control.vault;

import com.macasaet.fernet.Key;
import com.macasaet.fernet.Token;
import com.macasaet.fernet.TokenValidationException;
import com.macasaet.fernet.Validator;
import com.prysmid.control.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys in their order: the first seals, all open. Immutable. The library's own {@code Key} shows a hash of itself in {@code
 * toString}, so none is ever handed out.
 */
final class FernetKeys {
    private static final int KEY_BYTES = 32;

    /** What is in the journal stays readable however old it is, and whatever the clock says: only a key decides. */
    private static final Validator<Secret> AT_ANY_TIME = new Validator<>() {
        private static final Duration FOREVER = Duration.ofDays(400_000);

        @Override
        public TemporalAmount getTimeToLive() {
            return FOREVER;
        }

        @Override
        public TemporalAmount getMaxClockSkew() {
            return FOREVER;
        }

        @Override
        public Function<byte[], Secret> getTransformer() {
            return bytes -> new Secret(new String(bytes, StandardCharsets.UTF_8));
        }
    };

    private final List<Key> keys;
    private final SecureRandom random;

    private FernetKeys(List<Key> keys, SecureRandom random) {
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    /** What was sealed, and whether by the first key. */
    record Opened(Secret plaintext, boolean byFirstKey) {}

    /** @throws IllegalArgumentException that names the file and the line, and nothing of what stands there */
    static FernetKeys read(List<Path> files, SecureRandom random) {
        List<Key> keys = new ArrayList<>();
        for (Path file : files) {
            int before = keys.size();
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    Key key = key(line, file, i + 1);
                    if (keys.contains(key)) {
                        throw new IllegalArgumentException(
                                "the vault's key file " + file + " repeats a key in line " + (i + 1));
                    }
                    keys.add(key);
                }
            }
            if (keys.size() == before) {
                throw new IllegalArgumentException("the vault's key file " + file + " holds no key");
            }
        }
        return new FernetKeys(keys, random);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the vault's key file " + file + " cannot be read as text", e);
        }
    }

    private static Key key(String text, Path file, int line) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // The library fills a short key up with zeros.
            if (bytes.length == KEY_BYTES) {
                return new Key(text);
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the decoder's message, which repeats a character of the key.
        }
        throw new IllegalArgumentException("the vault's key file " + file + " holds in line " + line
                + " what is no Fernet key (32 bytes as base64url)");
    }

    Sealed seal(Secret plaintext) {
        byte[] bytes = plaintext.reveal().getBytes(StandardCharsets.UTF_8);
        return new Sealed(Token.generate(random, keys.getFirst(), bytes).serialise());
    }

    /** Empty where no key opens it. */
    Optional<Opened> open(Sealed sealed) {
        Token token;
        try {
            token = Token.fromString(sealed.text());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (int i = 0; i < keys.size(); i++) {
            try {
                return Optional.of(new Opened(AT_ANY_TIME.validateAndDecrypt(keys.get(i), token), i == 0));
            } catch (TokenValidationException e) {
                // Not this one's.
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "FernetKeys[" + keys.size() + "]";
    }
}

package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person reads off a device and types (RFC 8628 §6.1): eight consonants, 34.5 bits, so that no word comes of it and no
 * digit is mistaken for a letter.
 *
 * @param letters in upper case, without the dash
 */
public record UserCode(@JsonValue String letters) {
    public static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    public static final int LENGTH = 8;

    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}._]+");

    /** Far more than anybody types by mistake. */
    private static final int TYPED_LIMIT = 64;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserCode {
        if (!FORM.matcher(letters).matches()) {
            throw new IllegalArgumentException("not of the form of a user code");
        }
    }

    /** As typed: in whatever case, with or without dashes and blanks. */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > TYPED_LIMIT) {
            return Optional.empty();
        }
        String letters = BETWEEN.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        return FORM.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** As it is shown: {@code BCDF-GHJK}. */
    public String shown() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    /** Redacted: whoever knows it can approve. */
    @Override
    public String toString() {
        return "UserCode[redacted]";
    }
}

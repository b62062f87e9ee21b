package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A name for people: 1 to 100 printable characters (code points), with no blank at either end. Also names API tokens. */
public record DisplayName(@JsonValue String text) {
    /** Long enough for a company's full name, short enough for a page title. */
    private static final int LONGEST = 100;

    // Stored names are trusted: a rule tightened later must not make an old journal unreadable. Requests use parse.
    @JsonCreator
    public DisplayName {}

    /** Checks a name that comes from outside. */
    public static DisplayName parse(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > LONGEST) {
            throw new InvalidValue("invalid_length", "must be 1 to 100 characters");
        }
        if (!text.codePoints().allMatch(DisplayName::printable)) {
            throw new InvalidValue("not_printable", "must consist of printable characters");
        }
        if (!text.equals(text.strip())) {
            throw new InvalidValue("surrounding_blank", "must not start or end with a blank");
        }
        return new DisplayName(text);
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

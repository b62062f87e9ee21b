package com.prysmid.tenant.decide.password;

import java.util.List;

/** Passwords that are one short pattern: {@code aaaaaaaa}, {@code abcabcabc}, {@code 1234abcd}, {@code qwertyuiop}. */
final class Monotony {
    private static final int LONGEST_UNIT = 4;

    /** A password whose runs are that long or longer on average is hardly more than so many choices. */
    private static final int RUN = 4;

    private static final List<String> KEYBOARD = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qwertz");

    /** Of two characters that do not follow each other. */
    private static final int NONE = 2;

    private Monotony() {}

    static boolean isIn(String lower) {
        return repeats(lower) || runs(lower) * RUN <= lower.length();
    }

    private static boolean repeats(String text) {
        for (int unit = 1; unit <= LONGEST_UNIT && unit * 2 <= text.length(); unit++) {
            // The last repetition may be cut off.
            if (text.regionMatches(unit, text, 0, text.length() - unit)) {
                return true;
            }
        }
        return false;
    }

    /** Of how many ascending, descending or unchanging runs the text is made. */
    private static int runs(String text) {
        int runs = text.isEmpty() ? 0 : 1;
        int direction = NONE;
        for (int i = 1; i < text.length(); i++) {
            int step = step(text.charAt(i - 1), text.charAt(i));
            if (step == NONE || (direction != NONE && step != direction)) {
                runs++;
                direction = NONE;
            } else {
                direction = step;
            }
        }
        return runs;
    }

    private static int step(char from, char to) {
        if (Math.abs(to - from) <= 1) {
            return to - from;
        }
        for (String row : KEYBOARD) {
            int at = row.indexOf(from);
            int next = at < 0 ? -1 : row.indexOf(to);
            if (next >= 0 && Math.abs(next - at) == 1) {
                return next - at;
            }
        }
        return NONE;
    }
}

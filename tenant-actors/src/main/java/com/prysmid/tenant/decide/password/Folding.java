package com.prysmid.tenant.decide.password;

import java.text.Normalizer;
import java.util.Locale;

/** Takes away what people change about a word to make it look like another, and guessing programs try first. */
final class Folding {
    /** As many as people put behind a word: {@code !}, {@code 1}, {@code 2024}, {@code 123!}. */
    private static final int TAIL = 4;

    private Folding() {}

    /** Compatible forms (NFKC), lower case. */
    static String lower(String text) {
        return Normalizer.normalize(
                Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** Digits and signs that stand for letters become those, and letters that look alike become one. Of lower case. */
    static String unmasked(String lower) {
        StringBuilder letters = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            letters.append(
                    switch (lower.charAt(i)) {
                        case '0' -> 'o';
                        case '1', 'l', '!', '|' -> 'i';
                        case '3' -> 'e';
                        case '4', '@' -> 'a';
                        case '5', '$' -> 's';
                        case '7', '+' -> 't';
                        case '8' -> 'b';
                        default -> lower.charAt(i);
                    });
        }
        return letters.toString();
    }

    /** Without up to four digits and signs at its end. Of lower case. */
    static String withoutTail(String lower) {
        int end = lower.length();
        while (end > 0 && lower.length() - end < TAIL && !Character.isLetter(lower.charAt(end - 1))) {
            end--;
        }
        return lower.substring(0, end);
    }
}

package com.prysmid.tenant.mail;

/** What others wrote, as one short line: no line break gets into a header, and nothing turns the reading direction around. */
final class PlainLine {
    private static final int LONGEST = 200;

    private PlainLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> line.append(' ');
                default -> line.appendCodePoint(c);
            }
        });
        return line.toString().strip();
    }
}

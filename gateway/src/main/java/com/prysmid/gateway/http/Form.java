package com.prysmid.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a query or of a form body ({@code application/x-www-form-urlencoded}, UTF-8). A parameter without a value
 * counts as not sent, and one sent twice is refused (RFC 6749 §3.1, §3.2); but for {@code resource}, which RFC 8707 §2 lets
 * repeat: its values have blanks between, as no URI has one. Prints names only, as values may be secrets.
 */
public final class Form {
    public static final Form EMPTY = new Form(Map.of());

    /** Far beyond what any request of ours has. */
    private static final int PARAMETER_LIMIT = 100;

    private static final String REPEATABLE = "resource";

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    public static Form of(Map<String, String> values) {
        return new Form(new LinkedHashMap<>(values));
    }

    /** @throws HttpProblem 400 {@code invalid_request} */
    public static Form parse(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> values = new LinkedHashMap<>();
        int start = 0;
        int count = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            int stop = end < 0 ? text.length() : end;
            if (stop > start) {
                if (++count > PARAMETER_LIMIT) {
                    throw HttpProblem.badRequest("There are too many parameters.");
                }
                add(values, text, start, stop);
            }
            start = stop + 1;
        }
        return new Form(values);
    }

    private static void add(Map<String, String> values, String text, int start, int stop) {
        int equals = text.indexOf('=', start);
        int nameEnd = equals < 0 || equals > stop ? stop : equals;
        String name = decode(text, start, nameEnd);
        String value = nameEnd == stop ? "" : decode(text, nameEnd + 1, stop);
        if (name.equals(REPEATABLE)) {
            values.merge(name, value, (before, further) -> before + " " + further);
        } else if (values.putIfAbsent(name, value) != null) {
            throw HttpProblem.badRequest("A parameter was sent more than once.");
        }
    }

    private static String decode(String text, int start, int end) {
        boolean plain = true;
        for (int i = start; i < end && plain; i++) {
            char c = text.charAt(i);
            plain = c != '%' && c != '+' && c < 0x80;
        }
        if (plain) {
            return text.substring(start, end);
        }
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '+') {
                bytes.put((byte) ' ');
            } else if (c == '%') {
                int high = i + 2 < end ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < end ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw HttpProblem.badRequest("A parameter is not properly encoded.");
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                throw HttpProblem.badRequest("A parameter is not properly encoded.");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw HttpProblem.badRequest("A parameter is not properly encoded.");
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(get(name));
    }

    /** Null where it was not sent, or without a value. */
    public @Nullable String get(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** @throws HttpProblem 400 {@code invalid_request} where it is missing */
    public String require(String name) {
        String value = get(name);
        if (value == null) {
            throw HttpProblem.badRequest("The parameter " + name + " is missing.");
        }
        return value;
    }

    /** The values between blanks, in order; none where it was not sent. */
    public List<String> all(String name) {
        String value = get(name);
        return value == null
                ? List.of()
                : Stream.of(value.split(" ", -1)).filter(one -> !one.isEmpty()).toList();
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** As sent, in order. */
    public Map<String, String> asMap() {
        return Map.copyOf(values);
    }

    @Override
    public String toString() {
        return "Form" + values.keySet();
    }
}

package com.prysmid.gateway.oauth.vocabulary;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** OAuth 2.0 Multiple Response Type Encoding Practices §3–5. {@code token} is none of ours (RFC 9700 §2.1.2). */
public enum ResponseType {
    CODE("code"),
    NONE("none"),
    /** Only for apps whose {@code implicit_responses} is on, as the next. */
    ID_TOKEN("id_token"),
    CODE_ID_TOKEN("code id_token");

    private final String wireName;

    ResponseType(String wireName) {
        this.wireName = wireName;
    }

    /** As registered: the parts in alphabetical order. */
    public String wireName() {
        return wireName;
    }

    /** RFC 6749 §3.1.1: the order of the parts does not matter. */
    public static Optional<ResponseType> parse(String text) {
        List<String> parts = parts(text);
        return Arrays.stream(values())
                .filter(type -> parts(type.wireName).equals(parts))
                .findFirst();
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(" ", -1)).sorted().toList();
    }

    public boolean givesCode() {
        return this == CODE || this == CODE_ID_TOKEN;
    }

    public boolean givesIdToken() {
        return this == ID_TOKEN || this == CODE_ID_TOKEN;
    }

    /** Where what it gives goes without a {@code response_mode}: tokens never where servers and proxies log them. */
    public ResponseMode defaultMode() {
        return givesIdToken() ? ResponseMode.FRAGMENT : ResponseMode.QUERY;
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(ResponseType::wireName).toList();
    }
}

package com.prysmid.gateway.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A form that takes an answer back to an app.
 *
 * @param action the app's address
 * @param fields in the order in which they are sent
 */
public record PostBackForm(String action, Map<String, String> fields) {
    /** The page's only script, letter by letter as in its template: the hash is taken of it. */
    static final String SCRIPT = "document.forms[0].submit()";

    /** Content Security Policy 3 §2.3.1 hash-source. */
    static final String SCRIPT_HASH = "sha256-" + hash(SCRIPT);

    public PostBackForm {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Redacted: carries codes and tokens. */
    @Override
    public String toString() {
        return "PostBackForm" + fields.keySet();
    }
}

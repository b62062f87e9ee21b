package com.prysmid.node.running;

import com.prysmid.tenant.crypto.Totp;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** An app that makes codes (RFC 6238), into which the key that a page shows was typed. */
public final class AuthenticatorApp {
    private static final Pattern SECRET = Pattern.compile("<code id=\"secret\">([A-Z2-7 ]+)</code>");

    private final Totp totp;

    private AuthenticatorApp(Totp totp) {
        this.totp = totp;
    }

    /** @param setup the page on which one is set up */
    public static AuthenticatorApp of(Browser.Page setup) {
        Matcher secret = SECRET.matcher(setup.html());
        if (!secret.find()) {
            throw new AssertionError("no key: " + setup.status() + " " + setup.html());
        }
        return new AuthenticatorApp(Totp.of(secret.group(1).replace(" ", "")));
    }

    public String code() {
        return totp.code(Totp.stepAt(Instant.now()));
    }

    /** Of the step after now, which is good already: that of now may be used up. */
    public String nextCode() {
        return totp.code(Totp.stepAt(Instant.now()) + 1);
    }

    /** Of no step near now. */
    public String wrong() {
        long step = Totp.stepAt(Instant.now());
        for (int i = 0; ; i++) {
            String code = "%06d".formatted(i);
            if (LongStream.rangeClosed(step - 2, step + 2)
                    .noneMatch(near -> totp.code(near).equals(code))) {
                return code;
            }
        }
    }
}

package com.prysmid.gateway.pages;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator app as it is set up: a QR code to be scanned, or the secret to be typed, and the first code.
 *
 * @param action of the form
 * @param secret base32, in groups of four
 * @param uri    {@code otpauth://totp/…} (the Key URI Format that authenticator apps know), for an app on this very device
 * @param size   of the QR code, in modules, with its quiet zone
 * @param path   of its dark modules, as SVG path data
 * @param named  whether its name is asked for
 */
public record TotpSetup(
        String csrf,
        @Nullable String interaction,
        String action,
        String back,
        String secret,
        String uri,
        int size,
        String path,
        boolean named,
        @Nullable String problem) {
    /** ISO/IEC 18004: light modules around the code. */
    private static final int QUIET = 4;

    static TotpSetup of(
            String csrf,
            @Nullable String interaction,
            String action,
            String back,
            String workspace,
            String account,
            String secret,
            boolean named,
            @Nullable String problem) {
        String uri = "otpauth://totp/" + encode(workspace) + ":" + encode(account) + "?secret=" + secret + "&issuer="
                + encode(workspace) + "&algorithm=SHA1&digits=6&period=30";
        QrCode code = QrCode.encodeText(uri, QrCode.Ecc.MEDIUM);
        return new TotpSetup(
                csrf,
                interaction,
                action,
                back,
                secret.replaceAll("(.{4})(?!$)", "$1 "),
                uri,
                code.size + 2 * QUIET,
                path(code),
                named,
                problem);
    }

    private static String path(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                int start = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(x - start)
                            .append("v1h-")
                            .append(x - start)
                            .append('z');
                }
            }
        }
        return path.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public @Nullable String invalid() {
        return problem == null ? null : "true";
    }

    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: holds a secret. */
    @Override
    public String toString() {
        return "TotpSetup[redacted]";
    }
}

package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Recovery codes, shown once.
 *
 * @param codes      one a line
 * @param continueTo where one goes on
 */
public record RecoveryCodesPage(String codes, String continueTo) {
    static RecoveryCodesPage of(List<Secret> codes, String continueTo) {
        return new RecoveryCodesPage(
                String.join("\n", codes.stream().map(Secret::reveal).toList()), continueTo);
    }

    /** For saving without a script, and without asking anybody for the codes again. */
    public String download() {
        return "data:text/plain;charset=utf-8,"
                + URLEncoder.encode(codes + "\n", StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Redacted: holds secrets. */
    @Override
    public String toString() {
        return "RecoveryCodesPage[redacted]";
    }
}

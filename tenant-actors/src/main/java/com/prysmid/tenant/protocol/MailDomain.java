package com.prysmid.tenant.protocol;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * The domain of a mail address. {@link IDN} maps as IDNA did in 2003, where {@code straße.de} was {@code strasse.de}: two domains
 * of two owners by now (RFC 5894 §7.2). What does not come back from the mapping as it went in is therefore no domain here.
 */
public final class MailDomain {
    private MailDomain() {}

    /** In ASCII and lower case; empty for what is no host name, or would be mapped to another. */
    public static Optional<String> ascii(String domain) {
        try {
            String lower = domain.toLowerCase(Locale.ROOT);
            String ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            // A name in ASCII is mapped to nothing: one with xn-- is what it says, whichever rules made it.
            boolean same = lower.equals(ascii) || IDN.toUnicode(ascii).equals(lower);
            return same && !ascii.isEmpty() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }
}

package com.prysmid.tenant.mail;

import com.prysmid.tenant.protocol.MailDomain;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One mailbox, as a mail server is told it (RFC 5321 §4.1.2, RFC 6531 §3.3). Quoted local parts are not taken: hardly anybody
 * has one, and every one of their characters would have to be trusted.
 *
 * @param localPart dot-atom; may hold letters beyond ASCII
 * @param domain    in ASCII, in lower case
 */
record MailAddress(String localPart, String domain) {
    private static final Pattern LOCAL_PART =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;

    /** Empty for what is no address that could be mailed to. */
    static Optional<MailAddress> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1
                || at > LONGEST_LOCAL_PART
                || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
            return Optional.empty();
        }
        return MailDomain.ascii(text.substring(at + 1))
                .filter(domain -> domain.length() <= LONGEST_DOMAIN
                        && LABELS.matcher(domain).matches())
                .map(domain -> new MailAddress(text.substring(0, at), domain));
    }

    /** Whether only a server that speaks SMTPUTF8 can take it. */
    boolean needsUtf8() {
        return localPart.chars().anyMatch(c -> c > 0x7f);
    }

    String text() {
        return localPart + "@" + domain;
    }

    @Override
    public String toString() {
        return "MailAddress[redacted]";
    }
}

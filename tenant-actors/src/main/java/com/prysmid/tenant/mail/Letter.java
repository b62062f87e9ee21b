package com.prysmid.tenant.mail;

import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose turn has come.
 *
 * @param id         the same for every attempt, and nobody else's: becomes the Message-ID, so that a mail that arrives twice is
 *                   known to be one
 * @param locale     BCP 47, as the person prefers; null: as the workspace does
 * @param parameters what the text names
 * @param secret     a link's token or a code; null for a notice
 * @param at         when what it tells of happened
 */
public record Letter(
        String id,
        MailKind kind,
        String address,
        @Nullable String locale,
        Map<String, String> parameters,
        @Nullable Secret secret,
        Instant validUntil,
        Instant at,
        HomeCommand.Home home) {
    @Override
    public String toString() {
        return "Letter[" + kind + ", redacted]";
    }
}

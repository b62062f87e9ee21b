package com.prysmid.tenant.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code letter.jte} shows. Colours are {@code #rrggbb}.
 *
 * @param before  paragraphs above the link or code
 * @param link    null where there is none
 * @param code    null where there is none
 * @param after   paragraphs below
 */
public record MailView(
        String language,
        String workspace,
        String subject,
        List<String> before,
        @Nullable String action,
        @Nullable String link,
        String paste,
        @Nullable String code,
        List<String> after,
        String footer,
        Colours light,
        Colours dark) {
    /** @param onAccent of text on the accent */
    public record Colours(String accent, String onAccent) {}
}

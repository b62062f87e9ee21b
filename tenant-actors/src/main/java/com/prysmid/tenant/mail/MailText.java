package com.prysmid.tenant.mail;

/**
 * What a mail says, twice over.
 *
 * @param language  of both
 * @param workspace as the sender is called
 */
public record MailText(String language, String workspace, String subject, String text, String html) {
    @Override
    public String toString() {
        return "MailText[redacted]";
    }
}

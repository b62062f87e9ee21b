package com.prysmid.tenant.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/**
 * A mail as it travels: two parts, of which the reader's program shows the better one it knows (RFC 2046 §5.1.4), and headers
 * that keep other machines from answering it (RFC 3834 §5).
 */
final class MimeLetter {
    private static final String CHARSET = StandardCharsets.UTF_8.name();

    private MimeLetter() {}

    static MimeMessage of(Session session, MailAddress from, MailAddress to, Letter letter, MailText text, Instant now)
            throws MessagingException {
        MimeMessage message = new Named(session, "<" + PlainLine.of(letter.id()) + "@" + from.domain() + ">");
        try {
            message.setFrom(new InternetAddress(from.text(), PlainLine.of(text.workspace()), CHARSET));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
        InternetAddress recipient = new InternetAddress();
        // Checked already, and more strictly.
        recipient.setAddress(to.text());
        message.setRecipient(Message.RecipientType.TO, recipient);
        message.setSubject(PlainLine.of(text.subject()), CHARSET);
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        message.setHeader("Content-Language", text.language());
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(text.text(), "plain"));
        parts.addBodyPart(part(text.html(), "html"));
        message.setContent(parts);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, CHARSET, subtype);
        return part;
    }

    private static final class Named extends MimeMessage {
        private final String id;

        private Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}

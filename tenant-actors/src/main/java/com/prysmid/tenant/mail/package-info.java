/**
 * Mail to people: written in their language and the workspace's colours, and handed to a mail server.
 *
 * <p>In comes a {@link com.prysmid.tenant.mail.Letter}: a mail of the outbox whose turn has come, its secret opened, with what
 * the workspace told of itself. {@link com.prysmid.tenant.mail.MailWriter} makes a subject and two texts of it that say the same, from
 * {@code mail_*.properties} and {@code letter.jte}; {@link com.prysmid.tenant.mail.MimeLetter} makes a message of these, and {@link
 * com.prysmid.tenant.mail.SmtpPost} carries it over TLS, on threads of its own, workspaces taking turns. Out goes a {@link
 * com.prysmid.tenant.mail.PostOutcome}; whether and when there is another attempt is decided by {@code decide}.
 *
 * <p>Nothing of a request gets here: links begin with the workspace's issuer. What people or tenants wrote is shown as one
 * line of plain characters, and never becomes a header, markup or a link. No address, text or secret reaches a log line.
 */
@NullMarked
package com.prysmid.tenant.mail;

import org.jspecify.annotations.NullMarked;

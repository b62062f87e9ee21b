package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes links that are mailed.
 *
 * @param seal under which the secret waits until it is mailed
 * @param mail whether the address may be mailed, whoever the account's owner is
 */
public record TicketIssue(RandomSecrets random, WorkspaceSeal seal, MailAdmitted mail, Instant now) {

    List<UserEvent> issue(UserId userId, TicketPurpose purpose, UserProfile profile) {
        return issue(userId, purpose, profile, String.valueOf(profile.email()), null);
    }

    /**
     * A link, and the mail that takes it.
     *
     * @param browser kept by the browser that asked; null where any is as good
     */
    List<UserEvent> issue(
            UserId userId, TicketPurpose purpose, UserProfile profile, String address, @Nullable Secret browser) {
        UserBoundToken token = new UserBoundToken(userId, random.id(), new Secret(random.secret()));
        Instant expiresAt = now.plus(purpose.life());
        return List.of(
                new TicketEvent.Issued(
                        token.id(),
                        purpose,
                        SecretDigest.of(token.secret().reveal()).base64Url(),
                        browser == null
                                ? null
                                : SecretDigest.of(browser.reveal()).base64Url(),
                        address,
                        expiresAt),
                MailDecisions.secret(
                        mail(purpose),
                        userId,
                        MailDecisions.Addressee.at(address, profile),
                        Map.of(),
                        token.serialize(),
                        seal,
                        expiresAt,
                        now));
    }

    private static MailKind mail(TicketPurpose purpose) {
        return switch (purpose) {
            case INVITATION -> MailKind.INVITATION;
            case SIGN_UP -> MailKind.SIGN_UP;
            case EMAIL_VERIFICATION -> MailKind.EMAIL_VERIFICATION;
            case EMAIL_CHANGE -> MailKind.EMAIL_CHANGE;
            case PASSWORD_RESET -> MailKind.PASSWORD_RESET;
        };
    }
}

package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.TicketPurpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Links that are mailed to a user. That one was used up is told by what came of it. */
public sealed interface TicketEvent extends UserEvent {
    TicketPurpose purpose();

    /**
     * Takes the place of an older one of the same purpose.
     *
     * @param secretDigest  base64url SHA-256 of the secret in the link
     * @param browserDigest the same of what the browser that asked for it keeps; null where any browser is as good
     * @param address       that it is mailed to
     */
    @WireName("ticket.issued/1")
    record Issued(
            String ticketId,
            TicketPurpose purpose,
            String secretDigest,
            @Nullable String browserDigest,
            String address,
            Instant expiresAt)
            implements TicketEvent {
        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Issued[" + purpose + "]";
        }
    }

    /**
     * Asked for and not mailed, which nobody outside may see.
     *
     * @param reason a word of ours, fit for the audit journal
     */
    @WireName("ticket.withheld/1")
    record Withheld(TicketPurpose purpose, String reason) implements TicketEvent {}

    /** Somebody signed up with the address of an account that is there; its owner is told by mail. */
    @WireName("ticket.sign_up_repeated/1")
    record SignUpRepeated() implements TicketEvent {
        @Override
        public TicketPurpose purpose() {
            return TicketPurpose.SIGN_UP;
        }
    }
}

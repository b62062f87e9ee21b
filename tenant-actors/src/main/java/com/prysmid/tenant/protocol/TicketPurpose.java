package com.prysmid.tenant.protocol;

import java.time.Duration;

/** What a link that was mailed is good for, and how long. */
public enum TicketPurpose {
    /** Somebody else made the account; whoever reads its mail chooses the password. */
    INVITATION(Duration.ofDays(7)),
    SIGN_UP(Duration.ofHours(24)),
    /** Used by the person whose account it is, signed in: whoever only reads the mail may never have heard of the account. */
    EMAIL_VERIFICATION(Duration.ofHours(24)),
    EMAIL_CHANGE(Duration.ofHours(24)),
    PASSWORD_RESET(Duration.ofMinutes(30));

    private final Duration life;

    TicketPurpose(Duration life) {
        this.life = life;
    }

    public Duration life() {
        return life;
    }

    /** Whether it is used in a session of the user's only. */
    public boolean takesSession() {
        return this == EMAIL_VERIFICATION;
    }
}

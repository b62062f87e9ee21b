package com.prysmid.tenant.crypto.passkey;

/** A value, not an exception: what a stranger sends and is not good is an expected thing. */
public sealed interface PasskeyOutcome<T> {

    record Good<T>(T value) implements PasskeyOutcome<T> {}

    record Refused<T>(Reason reason) implements PasskeyOutcome<T> {}

    /** For the audit; whoever tried hears one and the same of all. */
    enum Reason {
        MALFORMED,
        WRONG_TYPE,
        WRONG_CHALLENGE,
        WRONG_ORIGIN,
        /** Made within a page of another site. */
        CROSS_ORIGIN,
        WRONG_RELYING_PARTY,
        USER_NOT_PRESENT,
        USER_NOT_VERIFIED,
        ALGORITHM_NOT_ALLOWED,
        UNUSABLE_KEY,
        /** What cannot be copied claims to have been, or is now what it was not when it was made. */
        INCONSISTENT_BACKUP,
        BAD_SIGNATURE
    }
}

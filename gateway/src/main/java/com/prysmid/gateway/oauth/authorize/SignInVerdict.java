package com.prysmid.gateway.oauth.authorize;

/** What a browser's session comes to for a request. */
sealed interface SignInVerdict {
    /** It will do. */
    record Good() implements SignInVerdict {}

    /** Somebody has to sign in. */
    record Needed() implements SignInVerdict {}

    /** Signing in again would not help. */
    record Refused(Rejection rejection) implements SignInVerdict {}

    SignInVerdict GOOD = new Good();
    SignInVerdict NEEDED = new Needed();
}

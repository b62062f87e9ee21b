package com.prysmid.tenant.protocol;

/**
 * Why somebody is mailed. What a mail says stands in the bundles {@code mail_*.properties}, under the kind's name in lower
 * case.
 */
public enum MailKind {
    /** An admin has made an account for this person. */
    INVITATION(Holds.LINK, "/ui/verify"),
    /** Somebody has signed up with this address, to be proven. */
    SIGN_UP(Holds.LINK, "/ui/verify"),
    /** Somebody tried to sign up with the address of an account that there is already. */
    SIGN_UP_EXISTING(Holds.NOTICE, "/ui/login"),
    EMAIL_VERIFICATION(Holds.LINK, "/ui/verify"),
    /** To the new address, which is to be proven. */
    EMAIL_CHANGE(Holds.LINK, "/ui/verify"),
    /** To the old address: it is the account's no more. */
    EMAIL_CHANGED(Holds.NOTICE, "/ui/account"),
    PASSWORD_RESET(Holds.LINK, "/ui/password/reset"),
    PASSWORD_CHANGED(Holds.NOTICE, "/ui/password/forgot"),
    /** A code to sign in with. */
    EMAIL_CODE(Holds.CODE, ""),
    FACTOR_ADDED(Holds.NOTICE, "/ui/account"),
    FACTOR_REMOVED(Holds.NOTICE, "/ui/account"),
    /** One more provider's word lets somebody in. */
    IDENTITY_LINKED(Holds.NOTICE, "/ui/account/identities"),
    IDENTITY_UNLINKED(Holds.NOTICE, "/ui/account/identities"),
    RECOVERY_CODE_USED(Holds.NOTICE, "/ui/account"),
    ACCOUNT_DELETED(Holds.NOTICE, ""),
    ACCOUNT_LOCKED(Holds.NOTICE, "/ui/password/forgot");

    /** What a mail carries besides words. */
    public enum Holds {
        /** A link with the secret in it. */
        LINK,
        /** The secret itself, to be typed. */
        CODE,
        /** No secret; a link at most, the same for everybody. */
        NOTICE
    }

    private final Holds holds;
    private final String path;

    MailKind(Holds holds, String path) {
        this.holds = holds;
        this.path = path;
    }

    public Holds holds() {
        return holds;
    }

    /** Of the page that the mail leads to, below the workspace's issuer; a secret follows as {@code ?token=}. Empty: none. */
    public String path() {
        return path;
    }
}

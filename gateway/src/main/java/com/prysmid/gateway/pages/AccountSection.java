package com.prysmid.gateway.pages;

/**
 * The parts of somebody's own account, in the order of its navigation. Another part is a constant here, whose text is {@code
 * <family>.nav}, and endpoints at its path that answer through {@link AccountPages}.
 */
enum AccountSection {
    OVERVIEW("", "account.nav"),
    PROFILE("/profile", "profile.nav"),
    EMAIL("/email", "accounts.address.nav"),
    PASSWORD("/password", "accounts.password.nav"),
    FACTORS("/factors", "factors.nav"),
    PASSKEYS("/passkeys", "passkeys.nav"),
    IDENTITIES("/identities", "federation.nav"),
    SESSIONS("/sessions", "sessions.nav"),
    APPS("/apps", "apps.nav"),
    DATA("/data", "data.nav"),
    DELETION("/deletion", "accounts.deletion.nav");

    /** Where all of them are. */
    static final String ROOT = "/ui/account";

    private final String path;
    private final String textKey;

    AccountSection(String path, String textKey) {
        this.path = ROOT + path;
        this.textKey = textKey;
    }

    String path() {
        return path;
    }

    String textKey() {
        return textKey;
    }
}

package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's passkeys, in their own account.
 *
 * @param form      to add one; null unless they signed in just now
 * @param addPath   where they can, after signing in again; null where the form is there, or none may be added
 * @param toConfirm id of the one that is the last way to sign in, and was to be removed; null mostly
 * @param recoveryMissing whether a passkey is asked for after the password, and nothing stands in for it
 * @param problem   in words for the person; null at first
 */
public record PasskeysPage(
        String csrf,
        List<Item> items,
        @Nullable PasskeyForm form,
        @Nullable String addPath,
        @Nullable String toConfirm,
        boolean recoveryMissing,
        @Nullable String problem) {
    /** @param about when it was made and used, in words */
    public record Item(String id, String name, String about) {}

    public PasskeysPage {
        items = List.copyOf(items);
    }

    /** Redacted: names a person's things. */
    @Override
    public String toString() {
        return "PasskeysPage[redacted]";
    }
}

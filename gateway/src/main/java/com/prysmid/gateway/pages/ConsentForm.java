package com.prysmid.gateway.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app asks of somebody.
 *
 * @param userName    who is asked
 * @param clientUri   the app's home page; null where it told none
 * @param policyUri   what it does with what it gets; null where it told none
 * @param permissions in words
 * @param details     what exactly, for this once (RFC 9396): JSON, for whoever can read it; null where there is nothing more
 */
public record ConsentForm(
        String csrf,
        String interaction,
        String appName,
        String userName,
        @Nullable String clientUri,
        @Nullable String policyUri,
        @Nullable String tosUri,
        List<String> permissions,
        @Nullable String details) {
    public ConsentForm {
        permissions = List.copyOf(permissions);
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "ConsentForm[" + appName + "]";
    }
}

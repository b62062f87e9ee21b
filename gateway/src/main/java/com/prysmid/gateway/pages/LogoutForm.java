package com.prysmid.gateway.pages;

import java.util.Map;

/**
 * Asking whether to sign out (OpenID Connect RP-Initiated Logout §2).
 *
 * @param action the path that the form is posted to
 * @param fields sent along as they are, the CSRF token among them
 */
public record LogoutForm(String action, Map<String, String> fields) {
    public LogoutForm {
        fields = Map.copyOf(fields);
    }
}

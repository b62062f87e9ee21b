package com.prysmid.gateway.oauth.logout;

import com.prysmid.gateway.http.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RP-Initiated Logout §2.
 *
 * @param csrf of our own forms only
 */
record LogoutRequest(
        @Nullable String idTokenHint,
        @Nullable String clientId,
        @Nullable String postLogoutRedirectUri,
        @Nullable String state,
        @Nullable String csrf) {
    private static final List<String> KEPT = List.of("id_token_hint", "client_id", "post_logout_redirect_uri", "state");

    static LogoutRequest of(Form form, String csrfField) {
        return new LogoutRequest(
                form.get("id_token_hint"),
                form.get("client_id"),
                form.get("post_logout_redirect_uri"),
                form.get("state"),
                form.get(csrfField));
    }

    /** Where the browser goes in the end (§3), once its address is found registered; null: nowhere. */
    @Nullable
    String returnAddress() {
        return postLogoutRedirectUri == null || state == null
                ? postLogoutRedirectUri
                : Parameters.added(postLogoutRedirectUri, "state", state);
    }

    /** What a confirmation form carries on. */
    static Map<String, String> kept(Form form) {
        Map<String, String> kept = new LinkedHashMap<>();
        KEPT.forEach(name -> form.find(name).ifPresent(value -> kept.put(name, value)));
        return kept;
    }

    @Override
    public String toString() {
        return "LogoutRequest[" + clientId + "]";
    }
}

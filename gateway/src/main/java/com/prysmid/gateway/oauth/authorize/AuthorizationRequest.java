package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Prompt;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.GrantCommand.CodeRequest;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that passed every check.
 *
 * @param state     to be given back as it came
 * @param startedAt when it was first sent away to sign in; null where it was not
 */
record AuthorizationRequest(
        Form parameters,
        AppView app,
        String redirectUri,
        @Nullable String state,
        Set<String> scopes,
        Set<Prompt> prompts,
        @Nullable Duration maxAge,
        @Nullable String idTokenHint,
        @Nullable Instant startedAt) {

    /** What waits, sealed, for the sign-in: all that means something here or on the sign-in page. */
    private static final List<String> KEPT = List.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "id_token_hint",
            "login_hint",
            "ui_locales",
            "acr_values");

    static AuthorizationRequest of(Form parameters, AppView app, @Nullable Instant startedAt) {
        String maxAge = parameters.get("max_age");
        return new AuthorizationRequest(
                parameters,
                app,
                parameters.require("redirect_uri"),
                parameters.get("state"),
                ScopeCheck.granted(parameters, app),
                Scope.split(parameters.find("prompt").orElse("")).stream()
                        .map(Prompt::parse)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toUnmodifiableSet()),
                maxAge == null ? null : Duration.ofSeconds(Long.parseLong(maxAge)),
                parameters.get("id_token_hint"),
                startedAt);
    }

    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        KEPT.forEach(name -> parameters.find(name).ifPresent(value -> kept.put(name, value)));
        return kept;
    }

    CodeRequest code() {
        return new CodeRequest(
                app.clientId(),
                redirectUri,
                scopes,
                parameters.get("nonce"),
                parameters.get("code_challenge"),
                app.metadata().grantTypes().contains(GrantType.REFRESH_TOKEN.wireName()),
                GrantDetails.NONE);
    }

    WorkspaceSettings settings() {
        return app.settings();
    }

    boolean mustNotAsk() {
        return prompts.contains(Prompt.NONE);
    }

    /** Whether a sign-in of any age will do, so that nobody need look at it. */
    boolean takesAnySession() {
        return !asksForSignIn() && maxAge == null;
    }

    /** OpenID Connect Core §3.1.2.1: {@code prompt=login} and {@code max_age}; a sign-in made for this very request will do. */
    boolean takesSignInAt(Instant authTime, Instant now) {
        if (startedAt != null && !authTime.isBefore(startedAt)) {
            return true;
        }
        return !asksForSignIn() && (maxAge == null || !authTime.plus(maxAge).isBefore(now));
    }

    private boolean asksForSignIn() {
        return prompts.contains(Prompt.LOGIN) || prompts.contains(Prompt.SELECT_ACCOUNT);
    }

    /** Hints and states are the app's and the user's own. */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + app.clientId() + "]";
    }
}

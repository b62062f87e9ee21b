package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.client.AskedFor;
import com.prysmid.gateway.oauth.client.CodeKey;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.Prompt;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.ClaimsRequest.Wish;
import com.prysmid.tenant.protocol.GrantCommand.CodeRequest;
import com.prysmid.tenant.protocol.GrantCommand.ConsentDemand;
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
 * @param to        where its answer goes
 * @param maxAge    asked for, or the app's default
 * @param claims    the claims request, with {@code acr_values} or the app's default ones in it; null where there is none
 * @param startedAt when it was first sent away to sign in; null where it was not
 */
record AuthorizationRequest(
        Form parameters,
        AppView app,
        ReturnAddress to,
        ResponseType responseType,
        Set<String> scopes,
        Set<Prompt> prompts,
        @Nullable Duration maxAge,
        @Nullable String idTokenHint,
        @Nullable String claims,
        @Nullable Instant startedAt) {

    /** Through whom the person is to sign in; not standardized, and widely understood. */
    private static final String IDP_HINT = "idp_hint";

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
            CodeKey.PARAMETER,
            "code_challenge_method",
            "prompt",
            "max_age",
            "id_token_hint",
            "login_hint",
            IDP_HINT,
            "ui_locales",
            AskedFor.ACR_VALUES,
            "claims",
            AskedFor.RESOURCE,
            AskedFor.DETAILS);

    static AuthorizationRequest of(Form parameters, AppView app, ReturnAddress to, @Nullable Instant startedAt) {
        String maxAge = parameters.get("max_age");
        return new AuthorizationRequest(
                parameters,
                app,
                to,
                ResponseTypeCheck.of(parameters),
                ScopeCheck.granted(parameters, app),
                Scope.split(parameters.find("prompt").orElse("")).stream()
                        .map(Prompt::parse)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toUnmodifiableSet()),
                maxAge == null
                        ? app.metadata().authorization().defaultMaxAge()
                        : Duration.ofSeconds(Long.parseLong(maxAge)),
                parameters.get("id_token_hint"),
                ClaimsRequest.withAcrValues(parameters.get("claims"), AskedFor.acrValues(parameters, app.metadata())),
                startedAt);
    }

    /** A sign-in that begins with it knows, too, that the app cannot do without a second factor. */
    Map<String, String> kept() {
        Map<String, String> kept = kept(parameters);
        if (acr().essential() && lacks(AcrValues.heldBy(List.of("pwd")))) {
            kept.put(Interaction.MFA, "1");
        }
        return kept;
    }

    /** OpenID Connect Core §5.5.1.1, and {@code acr_values}, which are a wish. */
    Wish acr() {
        return ClaimsRequest.of(claims).acr();
    }

    /** Whether who holds these has not what is asked for. */
    boolean lacks(List<String> held) {
        return AcrValues.lacks(held, acr());
    }

    static Map<String, String> kept(Form parameters) {
        Map<String, String> kept = new LinkedHashMap<>();
        KEPT.forEach(name -> parameters.find(name).ifPresent(value -> kept.put(name, value)));
        return kept;
    }

    CodeRequest code() {
        return new CodeRequest(
                app.clientId(),
                to.redirectUri(),
                scopes,
                parameters.get("nonce"),
                parameters.get("code_challenge"),
                app.metadata().grantTypes().contains(GrantType.REFRESH_TOKEN.wireName()),
                details(),
                null,
                consent());
    }

    private GrantDetails details() {
        AskedFor asked = AskedFor.in(parameters);
        return new GrantDetails(
                claims,
                asked.resources(),
                asked.details(),
                CodeKey.named(parameters).orElse(null));
    }

    /** OpenID Connect Core §3.1.2.1 {@code prompt=consent}; and details (RFC 9396) are of one occasion, so no answer is old. */
    boolean asksConsentAnew() {
        return prompts.contains(Prompt.CONSENT) || parameters.has(AskedFor.DETAILS);
    }

    /** Null where nobody is asked: at the workspace's own apps. */
    @Nullable
    ConsentDemand consent() {
        return app.metadata().authorization().firstParty()
                ? null
                : new ConsentDemand(asksConsentAnew() ? startedAt : null);
    }

    WorkspaceSettings settings() {
        return app.settings();
    }

    boolean mustNotAsk() {
        return prompts.contains(Prompt.NONE);
    }

    /** OpenID Connect Core §5.5.1: the users of whom alone the answer may be; empty: anybody. */
    List<String> subjects() {
        return claims == null
                ? List.of()
                : ClaimsRequest.of(claims)
                        .idToken()
                        .getOrDefault("sub", Wish.ANY)
                        .values();
    }

    /** Whether a sign-in of any age will do, so that nobody need look at it. */
    boolean takesAnySession() {
        return !asksForSignIn() && maxAge == null;
    }

    /** A sign-in made for this very request. */
    boolean wasSignedInFor(Instant authTime) {
        return startedAt != null && !authTime.isBefore(startedAt);
    }

    /** OpenID Connect Core §3.1.2.1: {@code prompt=login} and {@code max_age}. */
    boolean takesSignInAt(Instant authTime, Instant now) {
        return wasSignedInFor(authTime)
                || (!asksForSignIn()
                        && (maxAge == null || !authTime.plus(maxAge).isBefore(now)));
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

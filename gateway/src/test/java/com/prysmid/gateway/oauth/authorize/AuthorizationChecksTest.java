package com.prysmid.gateway.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationChecksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final AppView APP = app(List.of("authorization_code", "refresh_token"), null);

    @Test
    void aWholeRequestPasses() {
        assertThat(AuthorizationChecks.firstFailing(request(Map.of()), APP)).isEmpty();
    }

    @Test
    void whatIsUnknownIsIgnored() {
        assertThat(AuthorizationChecks.firstFailing(request(Map.of("whatever", "x")), APP))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "request,             x,                      request_not_supported",
        "request_uri,         https://a.example/r,    request_uri_not_supported",
        "response_type,       ,                       invalid_request",
        "response_type,       token,                  unsupported_response_type",
        "response_type,       code id_token,          unsupported_response_type",
        "response_mode,       fragment,               invalid_request",
        "response_mode,       form_post,              invalid_request",
        "scope,               ,                       invalid_scope",
        "scope,               nothing,                invalid_scope",
        "scope,               urn:prysmid:admin,      invalid_scope",
        "code_challenge,      ,                       invalid_request",
        "code_challenge,      short,                  invalid_request",
        "code_challenge,      E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM, invalid_request",
        "code_challenge_method, ,                     invalid_request",
        "code_challenge_method, plain,                invalid_request",
        "code_challenge_method, s256,                 invalid_request",
        "prompt,              none login,             invalid_request",
        "prompt,              sometimes,              invalid_request",
        "max_age,             -1,                     invalid_request",
        "max_age,             soon,                   invalid_request",
        "max_age,             12345678901,            invalid_request",
    })
    void eachRuleRefusesWithItsError(String parameter, @Nullable String value, String error) {
        assertThat(AuthorizationChecks.firstFailing(request(parameter, value), APP))
                .map(Rejection::error)
                .contains(error);
    }

    @Test
    void anAppWithoutTheCodeGrantIsUnauthorized() {
        assertThat(AuthorizationChecks.firstFailing(request(Map.of()), app(List.of("client_credentials"), null)))
                .map(Rejection::error)
                .contains("unauthorized_client");
    }

    @Test
    void descriptionsUseOnlyTheCharactersThatRfc6749Allows() {
        for (String parameter : List.of("request", "request_uri", "response_mode", "prompt", "max_age")) {
            Optional<Rejection> rejection = AuthorizationChecks.firstFailing(request(parameter, "?"), APP);
            assertThat(rejection.orElseThrow().description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }
    }

    @Test
    void onlyRegisteredScopesAreGrantedInTheOrderAsked() {
        assertThat(ScopeCheck.granted(request("scope", "email openid other openid"), APP))
                .containsExactly("email", "openid");
        assertThat(ScopeCheck.granted(
                        request("scope", "openid orders"), app(List.of("authorization_code"), "orders openid")))
                .containsExactly("openid", "orders");
    }

    @Test
    void offlineAccessNeedsTheRefreshGrant() {
        Form asked = request("scope", "openid offline_access");
        assertThat(ScopeCheck.granted(asked, APP)).contains("offline_access");
        assertThat(ScopeCheck.granted(asked, app(List.of("authorization_code"), null)))
                .containsExactly("openid");
    }

    @Test
    void aCodeIsRefreshableWhereTheAppMayRefresh() {
        assertThat(AuthorizationRequest.of(request(Map.of()), APP, null).code().refreshable())
                .isTrue();
        assertThat(AuthorizationRequest.of(request(Map.of()), app(List.of("authorization_code"), null), null)
                        .code()
                        .refreshable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "select_account", "login consent"})
    void promptLoginTakesOnlyASignInMadeForThisRequest(String prompt) {
        assertThat(parsed(Map.of("prompt", prompt), null).takesAnySession()).isFalse();
        assertThat(parsed(Map.of("prompt", prompt), null).takesSignInAt(NOW, NOW))
                .isFalse();
        AuthorizationRequest resumed = parsed(Map.of("prompt", prompt), NOW);
        assertThat(resumed.takesSignInAt(NOW.minusMillis(1), NOW)).isFalse();
        assertThat(resumed.takesSignInAt(NOW, NOW)).isTrue();
    }

    @Test
    void maxAgeTakesASignInOfThatAgeOrOneMadeForThisRequest() {
        AuthorizationRequest request = parsed(Map.of("max_age", "60"), null);
        assertThat(request.takesAnySession()).isFalse();
        assertThat(request.takesSignInAt(NOW.minusSeconds(60), NOW)).isTrue();
        assertThat(request.takesSignInAt(NOW.minusSeconds(61), NOW)).isFalse();
        AuthorizationRequest resumed = parsed(Map.of("max_age", "0"), NOW.minus(Duration.ofSeconds(30)));
        assertThat(resumed.takesSignInAt(NOW.minusSeconds(20), NOW)).isTrue();
        assertThat(resumed.takesSignInAt(NOW.minusSeconds(31), NOW)).isFalse();
    }

    @Test
    void withoutEitherAnySessionWillDo() {
        assertThat(parsed(Map.of(), null).takesAnySession()).isTrue();
        assertThat(parsed(Map.of("prompt", "consent"), null).takesAnySession()).isTrue();
    }

    @Test
    void whatWaitsForASignInPassesTheSameChecksAfterwards() {
        AuthorizationRequest request = parsed(Map.of("prompt", "login", "state", "s", "unknown", "x"), null);
        Form kept = Form.of(request.kept());
        assertThat(kept.has("unknown")).isFalse();
        assertThat(AuthorizationChecks.firstFailing(kept, APP)).isEmpty();
        assertThat(AuthorizationRequest.of(kept, APP, null).code()).isEqualTo(request.code());
    }

    private static AuthorizationRequest parsed(Map<String, String> more, @Nullable Instant startedAt) {
        return AuthorizationRequest.of(request(more), APP, startedAt);
    }

    private static Form request(String parameter, @Nullable String value) {
        Map<String, String> changed = new HashMap<>();
        changed.put(parameter, value == null ? "" : value);
        return request(changed);
    }

    private static Form request(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "client_id",
                "app-1",
                "redirect_uri",
                "https://app.example/cb",
                "response_type",
                "code",
                "scope",
                "openid profile",
                "nonce",
                "n",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        parameters.putAll(more);
        return Form.of(parameters);
    }

    private static AppView app(List<String> grantTypes, @Nullable String scope) {
        AppMetadata metadata = new AppMetadata(
                "App",
                "web",
                List.of("https://app.example/cb"),
                List.of(),
                grantTypes,
                List.of("code"),
                "none",
                null,
                null,
                "RS256",
                "jwt",
                scope,
                null,
                null,
                null,
                AppMetadata.Authorization.DEFAULTS,
                AppMetadata.Tokens.DEFAULTS,
                AppMetadata.ClientAuth.DEFAULTS,
                AppMetadata.Logout.DEFAULTS,
                AppMetadata.Ciba.DEFAULTS,
                AppMetadata.Software.DEFAULTS);
        return new AppView("app-1", "project-1", metadata, "Acme", WorkspaceSettings.DEFAULTS);
    }
}

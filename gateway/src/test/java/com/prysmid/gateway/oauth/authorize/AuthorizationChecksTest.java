package com.prysmid.gateway.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.ResponseMode;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.GrantDetails;
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
        "resource,            https://api.example,    invalid_target",
        "authorization_details, '[{\"type\":\"x\"}]', invalid_authorization_details",
        "response_type,       ,                       invalid_request",
        "response_type,       token,                  unsupported_response_type",
        "response_type,       code token,             unsupported_response_type",
        "response_type,       code none,              unsupported_response_type",
        "response_type,       code code,              unsupported_response_type",
        "response_type,       id_token,               unauthorized_client",
        "response_type,       id_token code,          unauthorized_client",
        "response_mode,       web_message,            invalid_request",
        "response_mode,       QUERY,                  invalid_request",
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
        "claims,              [],                     invalid_request",
        "claims,              {\"id_token\":1},         invalid_request",
        "claims,              '{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"urn:x\"}}}',"
                + " unmet_authentication_requirements",
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

    @ParameterizedTest
    @ValueSource(strings = {"query", "fragment", "form_post"})
    void everyModeMayCarryACode(String mode) {
        assertThat(AuthorizationChecks.firstFailing(request("response_mode", mode), APP))
                .isEmpty();
    }

    @Test
    void idTokensThroughTheBrowserNeedTheSwitchANonceAndOpenidAndNoQuery() {
        AppView app = implicit(true);
        Map<String, String> asked = Map.of("response_type", "id_token code");
        assertThat(AuthorizationChecks.firstFailing(request(asked), app)).isEmpty();
        assertThat(error(request(asked), implicit(false))).isEqualTo("unauthorized_client");
        assertThat(error(request(with(asked, "nonce", "")), app)).isEqualTo("invalid_request");
        assertThat(error(request(with(asked, "scope", "email")), app)).isEqualTo("invalid_scope");
        assertThat(error(request(with(asked, "response_mode", "query")), app)).isEqualTo("invalid_request");
        assertThat(AuthorizationChecks.firstFailing(request(with(asked, "response_mode", "form_post")), app))
                .isEmpty();
    }

    @Test
    void errorsGoTheWayThatWasAskedForAsFarAsThatIsGood() {
        assertThat(to(Map.of()).mode()).isEqualTo(ResponseMode.QUERY);
        assertThat(to(Map.of("response_mode", "form_post")).mode()).isEqualTo(ResponseMode.FORM_POST);
        assertThat(to(Map.of("response_mode", "nonsense")).mode()).isEqualTo(ResponseMode.QUERY);
        assertThat(to(Map.of("response_type", "nonsense", "response_mode", "fragment"))
                        .mode())
                .isEqualTo(ResponseMode.FRAGMENT);
        assertThat(to(Map.of("response_type", "id_token")).mode()).isEqualTo(ResponseMode.FRAGMENT);
        assertThat(to(Map.of("response_type", "id_token", "response_mode", "query"))
                        .mode())
                .isEqualTo(ResponseMode.FRAGMENT);
    }

    @Test
    void onlyAConfidentialOpenidAppMayLeaveOutPkce() {
        Map<String, String> without = Map.of("code_challenge", "", "code_challenge_method", "");
        AppView confidential =
                app("client_secret_basic", AppMetadata.Authorization.DEFAULTS, AppMetadata.Tokens.DEFAULTS);
        assertThat(AuthorizationChecks.firstFailing(request(without), confidential))
                .isEmpty();
        assertThat(error(request(without), APP)).isEqualTo("invalid_request");
        assertThat(error(request(with(without, "scope", "email")), confidential))
                .isEqualTo("invalid_request");
        assertThat(error(request(Map.of("code_challenge", "")), confidential))
                .as("the method alone: somebody took the challenge out")
                .isEqualTo("invalid_request");
        AppMetadata.Tokens t = AppMetadata.Tokens.DEFAULTS;
        AppMetadata.Tokens bound = new AppMetadata.Tokens(
                t.accessTokenSignedResponseAlg(),
                true,
                false,
                t.subjectType(),
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null);
        assertThat(error(request(without), app("private_key_jwt", AppMetadata.Authorization.DEFAULTS, bound)))
                .isEqualTo("invalid_request");
    }

    @Test
    void acrValuesAreAWishAndTheAppsDefaultStandsInForThem() {
        assertThat(parsed(Map.of("acr_values", "urn:x 1"), null).claims()).contains("\"values\":[\"1\"]");
        assertThat(parsed(Map.of("acr_values", "urn:x"), null).claims()).isNull();
        assertThat(parsed(Map.of(), null).code().details()).isEqualTo(GrantDetails.NONE);
        AppMetadata.Authorization defaults = authorization(false, Duration.ofSeconds(30), List.of("1"));
        AppView app = app("none", defaults, AppMetadata.Tokens.DEFAULTS);
        Form asked = request(Map.of());
        AuthorizationRequest request = AuthorizationRequest.of(asked, app, to(Map.of()), null);
        assertThat(request.claims()).contains("\"1\"");
        assertThat(request.maxAge()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theSubjectsOfAClaimsRequestAreTheOnlyOnes() {
        assertThat(parsed(Map.of("claims", "{\"id_token\":{\"sub\":{\"value\":\"u1\"}}}"), null)
                        .subjects())
                .containsExactly("u1");
        assertThat(parsed(Map.of(), null).subjects()).isEmpty();
    }

    @Test
    void descriptionsUseOnlyTheCharactersThatRfc6749Allows() {
        for (String parameter : List.of("resource", "authorization_details", "response_mode", "prompt", "max_age")) {
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
        assertThat(parsed(Map.of(), null).code().refreshable()).isTrue();
        assertThat(AuthorizationRequest.of(
                                request(Map.of()), app(List.of("authorization_code"), null), to(Map.of()), null)
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
        AuthorizationRequest request = parsed(
                Map.of("prompt", "login", "state", "s", "unknown", "x", "claims", "{\"userinfo\":{\"name\":null}}"),
                null);
        Form kept = Form.of(request.kept());
        assertThat(kept.has("unknown")).isFalse();
        assertThat(AuthorizationChecks.firstFailing(kept, APP)).isEmpty();
        assertThat(AuthorizationRequest.of(kept, APP, to(Map.of()), null).code())
                .isEqualTo(request.code());
    }

    private static AuthorizationRequest parsed(Map<String, String> more, @Nullable Instant startedAt) {
        return AuthorizationRequest.of(request(more), APP, to(more), startedAt);
    }

    private static ReturnAddress to(Map<String, String> more) {
        return ReturnAddress.of(request(more), "app-1", "https://app.example/cb");
    }

    private static String error(Form parameters, AppView app) {
        return AuthorizationChecks.firstFailing(parameters, app)
                .map(Rejection::error)
                .orElse("none");
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> changed = new HashMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    private static AppView implicit(boolean on) {
        return app("none", authorization(on, null, List.of()), AppMetadata.Tokens.DEFAULTS);
    }

    private static AppMetadata.Authorization authorization(
            boolean implicit, @Nullable Duration maxAge, List<String> acrValues) {
        AppMetadata.Authorization d = AppMetadata.Authorization.DEFAULTS;
        return new AppMetadata.Authorization(
                d.firstParty(),
                implicit,
                d.requestUris(),
                null,
                null,
                false,
                false,
                false,
                null,
                null,
                List.of(),
                maxAge,
                false,
                acrValues,
                null);
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
        return app(grantTypes, scope, "none", AppMetadata.Authorization.DEFAULTS, AppMetadata.Tokens.DEFAULTS);
    }

    private static AppView app(String method, AppMetadata.Authorization authorization, AppMetadata.Tokens tokens) {
        return app(List.of("authorization_code", "implicit"), null, method, authorization, tokens);
    }

    private static AppView app(
            List<String> grantTypes,
            @Nullable String scope,
            String method,
            AppMetadata.Authorization authorization,
            AppMetadata.Tokens tokens) {
        AppMetadata metadata = new AppMetadata(
                "App",
                "web",
                List.of("https://app.example/cb"),
                List.of(),
                grantTypes,
                List.of("code", "code id_token"),
                method,
                null,
                null,
                "RS256",
                "jwt",
                scope,
                null,
                null,
                null,
                authorization,
                tokens,
                AppMetadata.ClientAuth.DEFAULTS,
                AppMetadata.Logout.DEFAULTS,
                AppMetadata.Ciba.DEFAULTS,
                AppMetadata.Software.DEFAULTS);
        return new AppView("app-1", "project-1", metadata, "Acme", WorkspaceSettings.DEFAULTS);
    }
}

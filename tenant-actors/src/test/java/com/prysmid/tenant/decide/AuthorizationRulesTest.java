package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.AppRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorizationRulesTest {
    @Test
    void responseTypesFitTheGrantTypesAndTheSwitch() {
        assertTaken(draft -> {
            draft.grantTypes = List.of("authorization_code", "implicit");
            draft.responseTypes = List.of("code", "code id_token", "id_token", "none");
            draft.authorization = authorization(true, null, List.of(), null);
        });
        assertTaken(draft -> {
            draft.grantTypes = List.of("implicit");
            draft.responseTypes = List.of("id_token");
            draft.authorization = authorization(true, null, List.of(), null);
        });
        assertRefused(
                draft -> {
                    draft.grantTypes = List.of("authorization_code", "implicit");
                    draft.responseTypes = List.of("code", "id_token");
                },
                "response_types");
        assertRefused(
                draft -> {
                    draft.responseTypes = List.of("code", "code id_token");
                    draft.authorization = authorization(true, null, List.of(), null);
                },
                "response_types");
        assertRefused(
                draft -> {
                    draft.grantTypes = List.of("authorization_code", "implicit");
                    draft.authorization = authorization(true, null, List.of(), null);
                },
                "response_types");
        assertRefused(draft -> draft.responseTypes = List.of("none"), "response_types");
        assertRefused(draft -> draft.responseTypes = List.of("code", "code"), "response_types");
        assertRefused(draft -> draft.responseTypes = List.of("code token"), "response_types");
    }

    @Test
    void idTokensThroughTheBrowserGoToHttpsAndNotToLocalhost() {
        for (String uri : List.of("http://127.0.0.1/cb", "https://localhost/cb")) {
            assertRefused(
                    draft -> {
                        draft.redirectUris = List.of("https://rp.example/cb", uri);
                        draft.grantTypes = List.of("implicit");
                        draft.responseTypes = List.of("id_token");
                        draft.authorization = authorization(true, null, List.of(), null);
                    },
                    "redirect_uris[1]");
        }
    }

    @Test
    void defaultsOfRequestsAreWhatRequestsMaySay() {
        assertTaken(draft -> draft.authorization =
                authorization(false, Duration.ZERO, List.of("1", "urn:prysmid:acr:pwd"), "https://rp.example/start"));
        assertRefused(
                draft -> draft.authorization =
                        authorization(false, Duration.ofSeconds(-1), List.of("1", "9"), "http://rp.example/start"),
                "default_max_age",
                "default_acr_values[1]",
                "initiate_login_uri");
    }

    @Test
    void aMappingNamesAnAttributeAndNoClaimWithAMeaningOfItsOwn() {
        assertTaken(draft -> draft.tokens = mapping("https://rp.example/dept", "department"));
        assertRefused(draft -> draft.tokens = mapping("sub", "department"), "claim_mappings.sub");
        assertRefused(draft -> draft.tokens = mapping("email", "department"), "claim_mappings.email");
        assertRefused(draft -> draft.tokens = mapping("roles", "department"), "claim_mappings.roles");
        assertRefused(draft -> draft.tokens = mapping("a b", "department"), "claim_mappings");
        assertRefused(draft -> draft.tokens = mapping("dept", "1 x"), "claim_mappings.dept");
    }

    @Test
    void originsAreThoseOfWebAppsAsABrowserWritesThem() {
        AppMetadata web = draft(draft -> draft.redirectUris =
                List.of("https://RP.example:443/cb?x=1", "https://rp.example:8443/cb", "http://localhost:3000/cb"));
        AppMetadata phone = draft(draft -> {
            draft.type = "native";
            draft.redirectUris = List.of("https://phone.example/cb", "com.example.app:/cb");
        });
        assertThat(AppOrigins.of(new AppRegistry(Map.of("web", app(web), "phone", app(phone)))))
                .containsExactlyInAnyOrder("https://rp.example", "https://rp.example:8443", "http://localhost:3000");
    }

    private static AppRegistry.App app(AppMetadata metadata) {
        return new AppRegistry.App("app", "p1", metadata, null, null, Instant.EPOCH);
    }

    private static AppMetadata.Tokens mapping(String claim, String attribute) {
        AppMetadata.Tokens d = AppMetadata.Tokens.DEFAULTS;
        return new AppMetadata.Tokens(
                d.accessTokenSignedResponseAlg(),
                false,
                false,
                d.subjectType(),
                null,
                List.of(),
                Map.of(claim, attribute),
                null,
                null,
                null,
                null,
                null);
    }

    private static AppMetadata.Authorization authorization(
            boolean implicit, @Nullable Duration maxAge, List<String> acrValues, @Nullable String initiateLoginUri) {
        return new AppMetadata.Authorization(
                true,
                implicit,
                List.of(),
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
                initiateLoginUri);
    }

    private static AppMetadata draft(Consumer<AppDraft> change) {
        AppDraft draft = new AppDraft();
        change.accept(draft);
        return draft.done();
    }

    private static void assertTaken(Consumer<AppDraft> change) {
        assertThat(AppRules.check(draft(change))).isEmpty();
    }

    private static void assertRefused(Consumer<AppDraft> change, String... fields) {
        Refused refused = AppRules.check(draft(change)).orElseThrow(() -> new AssertionError("was taken"));
        assertFields(refused, fields);
    }
}

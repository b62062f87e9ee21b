package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppClaims;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.Person;
import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonClaimsTest {
    private static final Person ANN = new Person(
            new UserProfile(
                    "ann",
                    "ann@example.com",
                    true,
                    null,
                    false,
                    "Ann",
                    "Lee",
                    "Ann Lee",
                    "en",
                    new UserProfile.Address(null, "1 Road", "Town", null, null, "NZ"),
                    new UserProfile.More(
                            null,
                            "Annie",
                            null,
                            "https://example.com/ann.png",
                            null,
                            "female",
                            "1990-01-02",
                            "Pacific/Auckland",
                            List.of("staff"),
                            Map.of("department", "Sales", "secret", "not told"))),
            Instant.ofEpochSecond(1_700_000_000));
    private static final Map<String, List<String>> ROLES =
            Map.of("p1", List.of("editor", "removed"), "p2", List.of("boss"));
    private static final AppClaims APP =
            new AppClaims("p1", List.of("editor", "reader"), Map.of("dept", "department", "none", "absent"));

    @Test
    void openidAloneOpensOnlyWhatTheAppMaps() {
        assertThat(userinfo(null, "openid")).isEqualTo(Map.of("dept", "Sales"));
        assertThat(PersonClaims.of(ANN, ROLES, AppClaims.NONE).forUserinfo(Set.of("openid"), ClaimsRequest.NONE))
                .isEmpty();
    }

    @Test
    void eachScopeOpensItsClaims() {
        assertThat(userinfo(null, "email"))
                .isEqualTo(Map.of("email", "ann@example.com", "email_verified", true, "dept", "Sales"));
        assertThat(userinfo(null, "profile"))
                .containsEntry("name", "Ann Lee")
                .containsEntry("preferred_username", "ann")
                .containsEntry("nickname", "Annie")
                .containsEntry("birthdate", "1990-01-02")
                .containsEntry("zoneinfo", "Pacific/Auckland")
                .containsEntry("updated_at", 1_700_000_000L)
                .doesNotContainKeys("email", "middle_name", "website", "groups", "roles");
        assertThat(userinfo(null, "address"))
                .containsEntry("address", Map.of("street_address", "1 Road", "locality", "Town", "country", "NZ"));
        assertThat(userinfo(null, "groups")).containsEntry("groups", List.of("staff"));
    }

    @Test
    void rolesAreThoseOfTheAppsProjectThatStillExist() {
        assertThat(userinfo(null, "roles")).containsEntry("roles", List.of("editor"));
    }

    @Test
    void whatIsNotKnownIsLeftOutWithItsVerification() {
        assertThat(userinfo("{\"userinfo\":{\"phone_number_verified\":null}}", "phone"))
                .isEqualTo(Map.of("dept", "Sales"));
    }

    @Test
    void aClaimsRequestOpensWhatItNamesWhereItNamesIt() {
        String request = "{\"userinfo\":{\"name\":{\"essential\":true}},\"id_token\":{\"email\":null,\"nickname\":{}}}";
        assertThat(userinfo(request, "openid")).containsOnlyKeys("name", "dept");
        assertThat(idToken(request, false, "openid")).containsOnlyKeys("email", "nickname", "dept");
    }

    @Test
    void aClaimWithoutTheValueWishedForIsNotTold() {
        assertThat(userinfo("{\"userinfo\":{\"email\":{\"value\":\"bob@example.com\"}}}", "openid"))
                .doesNotContainKey("email");
        assertThat(userinfo("{\"userinfo\":{\"email\":{\"values\":[\"x\",\"ann@example.com\"]}}}", "openid"))
                .containsKey("email");
        assertThat(userinfo("{\"userinfo\":{\"email\":{\"value\":\"bob@example.com\"}}}", "email"))
                .as("the scope opens it")
                .containsKey("email");
    }

    @Test
    void anAttributeIsToldByItsMappingOnly() {
        assertThat(userinfo("{\"userinfo\":{\"secret\":null,\"department\":null}}", "profile"))
                .doesNotContainKeys("secret", "department", "none")
                .containsEntry("dept", "Sales");
    }

    @Test
    void scopesOpenClaimsInAnIdTokenOnlyWhereNoUserinfoWillBe() {
        assertThat(idToken(null, false, "openid", "profile", "email", "groups", "roles"))
                .containsOnlyKeys("dept", "groups", "roles");
        assertThat(idToken(null, true, "openid", "profile", "email")).containsKeys("name", "email");
    }

    @Test
    void anAuthenticationContextIsTheFirstWishedForThatHolds() {
        assertThat(AuthenticationContext.acr(List.of("pwd"), ClaimsRequest.NONE))
                .isEqualTo("urn:prysmid:acr:pwd");
        assertThat(AuthenticationContext.acr(
                        List.of("pwd"), ClaimsRequest.of(ClaimsRequest.withAcrValues(null, List.of("9", "1", "0")))))
                .isEqualTo("1");
        assertThat(AuthenticationContext.acr(
                        List.of("pwd"), ClaimsRequest.of("{\"id_token\":{\"acr\":{\"value\":\"unknown\"}}}")))
                .isEqualTo("urn:prysmid:acr:pwd");
    }

    private static Map<String, Object> userinfo(@org.jspecify.annotations.Nullable String request, String... scopes) {
        return PersonClaims.of(ANN, ROLES, APP).forUserinfo(Set.of(scopes), ClaimsRequest.of(request));
    }

    private static Map<String, Object> idToken(
            @org.jspecify.annotations.Nullable String request, boolean alone, String... scopes) {
        return PersonClaims.of(ANN, ROLES, APP).forIdToken(Set.of(scopes), ClaimsRequest.of(request), alone);
    }
}

package com.prysmid.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.admin.AppBody.AppPatch;
import com.prysmid.gateway.admin.AppBody.NewApp;
import com.prysmid.gateway.admin.RecordReader.Outcome;
import com.prysmid.gateway.admin.UserBody.UserPatch;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.UserProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePatchTest {
    private static final UserProfile ANN = new UserProfile(
            "ann",
            "ann@example.test",
            true,
            "+4930123456",
            true,
            "Ann",
            null,
            "Ann",
            "en",
            new UserProfile.Address(null, "1 High St", null, null, null, "UK"));

    @Test
    void anEmptyPatchChangesNothing() {
        assertThat(read(UserPatch.class, "{}").over(ANN)).isEqualTo(ANN);
    }

    @Test
    void absentKeepsNullClearsAndValuesReplace() {
        UserProfile after = read(UserPatch.class, "{\"given_name\": null, \"family_name\": \"Lee\"}")
                .over(ANN);

        assertThat(after.givenName()).isNull();
        assertThat(after.familyName()).isEqualTo("Lee");
        assertThat(after.name()).isEqualTo("Ann");
    }

    @Test
    void aNewEmailOrPhoneIsNotVerifiedUnlessThatIsSaid() {
        UserProfile after = read(UserPatch.class, "{\"email\": \"new@example.test\", \"phone_number\": null}")
                .over(ANN);

        assertThat(after.emailVerified()).isFalse();
        assertThat(after.phoneNumberVerified()).isFalse();
        assertThat(read(UserPatch.class, "{\"email\": \"new@example.test\", \"email_verified\": true}")
                        .over(ANN)
                        .emailVerified())
                .isTrue();
        assertThat(read(UserPatch.class, "{\"email\": \"ann@example.test\"}")
                        .over(ANN)
                        .emailVerified())
                .isTrue();
    }

    @Test
    void addressesAreMergedMemberByMember() {
        UserProfile after =
                read(UserPatch.class, "{\"address\": {\"country\": \"FR\"}}").over(ANN);
        assertThat(after.address()).isEqualTo(new UserProfile.Address(null, "1 High St", null, null, null, "FR"));

        assertThat(read(UserPatch.class, "{\"address\": null}").over(ANN).address())
                .isNull();
        assertThat(read(UserPatch.class, "{\"address\": {\"country\": null, \"street_address\": null}}")
                        .over(ANN)
                        .address())
                .isNull();
    }

    @Test
    void anAppTakesTheRegisteredDefaults() {
        AppMetadata app = read(NewApp.class, "{\"client_name\": \"Shop\"}").metadata();

        assertThat(app.applicationType()).isEqualTo("web");
        assertThat(app.grantTypes()).containsExactly("authorization_code");
        assertThat(app.responseTypes()).containsExactly("code");
        assertThat(app.tokenEndpointAuthMethod()).isEqualTo("client_secret_basic");
        assertThat(app.idTokenSignedResponseAlg()).isEqualTo("RS256");
        assertThat(app.accessTokenFormat()).isEqualTo("jwt");
        assertThat(app.redirectUris()).isEmpty();
    }

    @Test
    void anAppKeepsItsKeysTextForTextUnlessTheyAreChanged() {
        AppMetadata before = new AppMetadata(
                "Shop",
                "web",
                List.of("https://shop.test/cb"),
                List.of(),
                List.of("authorization_code"),
                List.of("code"),
                "private_key_jwt",
                "{ \"keys\" : [] }",
                null,
                "RS256",
                "jwt",
                "openid",
                null,
                null,
                null);

        assertThat(read(AppPatch.class, "{}").over(before)).isEqualTo(before);
        AppMetadata after = read(AppPatch.class, "{\"jwks\": null, \"scope\": null, \"redirect_uris\": []}")
                .over(before);
        assertThat(after.jwks()).isNull();
        assertThat(after.scope()).isNull();
        assertThat(after.redirectUris()).isEmpty();
        assertThat(after.clientName()).isEqualTo("Shop");
    }

    private static <T extends Record> T read(Class<T> type, String json) {
        return switch (RecordReader.read(
                type, AdminJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow())) {
            case Outcome.Read<T>(T value) -> value;
            case Outcome.Wrong<T>(var errors) -> throw new AssertionError(errors);
        };
    }
}

package com.prysmid.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.admin.UserBody.UserPatch;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.RecordReader;
import com.prysmid.gateway.json.RecordReader.Outcome;
import com.prysmid.tenant.protocol.UserProfile;
import java.nio.charset.StandardCharsets;
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
            new UserProfile.Address(null, "1 High St", null, null, null, "UK"),
            UserProfile.More.NOTHING);

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

    private static <T extends Record> T read(Class<T> type, String json) {
        return switch (RecordReader.read(
                type, ApiJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow())) {
            case Outcome.Read<T>(T value) -> value;
            case Outcome.Wrong<T>(var errors) -> throw new AssertionError(errors);
        };
    }
}

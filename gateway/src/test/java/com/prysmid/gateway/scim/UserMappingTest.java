package com.prysmid.gateway.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserProfile.More;
import com.prysmid.tenant.protocol.UserProfile.Provisioned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserMappingTest {
    private static final UserProfile OLD = new UserProfile(
            "ann",
            "ann@example.com",
            true,
            "+4930123456",
            true,
            "Ann",
            "Lee",
            "Ann Lee",
            "de",
            null,
            new More(
                    "M",
                    "Nick",
                    "https://x.example",
                    "https://pic.example",
                    "https://web.example",
                    "x",
                    "2000-01-01",
                    "Europe/Berlin",
                    List.of("free"),
                    Map.of("own", "1", "title", "Boss", "department", "D"),
                    new Provisioned("E1", Map.of("g1", "Staff"), Map.of("email", "home"))));

    @Test
    void whatIsToldIsReadBackAsTheSameProfile() {
        ObjectNode told = Canonical.resource(
                Schema.USER,
                UserMapping.resource(OLD)
                        .set(
                                "schemas",
                                ApiJson.parse(("[\"" + Schema.USER.urn() + "\"]").getBytes(StandardCharsets.UTF_8))
                                        .orElseThrow()));
        assertThat(UserMapping.profile(told, OLD)).isEqualTo(OLD);
    }

    @Test
    void aNewAddressIsNotVerified() {
        UserProfile profile = UserMapping.profile(
                user(
                        "\"emails\":[{\"value\":\"new@example.com\"}],\"phoneNumbers\":[{\"value\":\"tel:+49 (30) 12-34.56\"}]"),
                OLD);
        assertThat(profile.emailVerified()).isFalse();
        assertThat(profile.phoneNumber()).isEqualTo("+4930123456");
        assertThat(profile.phoneNumberVerified())
                .as("the same, written otherwise")
                .isTrue();
    }

    @Test
    void whatScimCannotSayStays() {
        More more = UserMapping.profile(user("\"active\":true"), OLD).more();
        assertThat(more.picture()).isEqualTo("https://pic.example");
        assertThat(more.groups()).containsExactly("free");
        assertThat(more.provisioned().memberOf()).isEqualTo(Map.of("g1", "Staff"));
        assertThat(more.attributes()).isEqualTo(Map.of("own", "1"));
        assertThat(more.nickname()).isNull();
        assertThat(more.provisioned().externalId()).isNull();
    }

    @Test
    void ofSeveralAddressesThePrimaryIsKeptThenTheOneForWork() {
        assertThat(UserMapping.profile(
                                user(
                                        "\"emails\":[{\"value\":\"a\"},{\"value\":\"b\",\"type\":\"work\"},{\"value\":\"c\",\"primary\":true}]"),
                                null)
                        .email())
                .isEqualTo("c");
        assertThat(UserMapping.profile(user("\"emails\":[{\"value\":\"a\"},{\"value\":\"b\",\"type\":\"work\"}]"), null)
                        .email())
                .isEqualTo("b");
    }

    private static ObjectNode user(String members) {
        return Canonical.resource(
                Schema.USER,
                ApiJson.parse(("{\"schemas\":[\"" + Schema.USER.urn() + "\"],\"userName\":\"ann\"," + members + "}")
                                .getBytes(StandardCharsets.UTF_8))
                        .orElseThrow());
    }
}

package com.prysmid.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.admin.UserBody.NewUser;
import com.prysmid.gateway.admin.UserBody.UserPatch;
import com.prysmid.gateway.admin.WorkspaceRoutes.WorkspacePatch;
import com.prysmid.gateway.app.AppDocument;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.gateway.json.RecordReader;
import com.prysmid.gateway.json.RecordReader.Outcome;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    @Test
    void readsWhatIsThereAndLeavesOutWhatIsNot() {
        NewUser user = read(NewUser.class, """
                {"username": "ann", "password": "correct horse", "email": "ann@example.test", "email_verified": true,
                 "given_name": null, "address": {"street_address": "1 High St", "country": "UK"}}""");

        assertThat(user.toProfile().username()).isEqualTo("ann");
        assertThat(user.toProfile().emailVerified()).isTrue();
        assertThat(user.toProfile().givenName()).isNull();
        assertThat(user.toProfile().address().streetAddress()).isEqualTo("1 High St");
        assertThat(user.password().reveal()).isEqualTo("correct horse");
        assertThat(user.passwordHash()).isNull();
    }

    @Test
    void everythingWrongIsToldTogetherByItsPath() {
        assertThat(errors(AppDocument.class, """
                        {"redirect_uris": ["https://a.test/cb", 7], "grant_types": "authorization_code",
                         "jwks": [], "client_secret": "mine", "clientName": "x"}"""))
                .extracting(FieldError::field, FieldError::code)
                .containsExactlyInAnyOrder(
                        tuple("client_name", "required"),
                        tuple("redirect_uris[1]", "wrong_type"),
                        tuple("grant_types", "wrong_type"),
                        tuple("jwks", "wrong_type"),
                        tuple("client_secret", "unknown_field"),
                        tuple("clientName", "unknown_field"));
    }

    @Test
    void nestedMembersAreNamedByTheirWholePath() {
        assertThat(errors(
                        NewUser.class, "{\"username\": \"ann\", \"address\": {\"country\": 1, \"planet\": \"earth\"}}"))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("address.country", "address.planet");
    }

    @Test
    void textThatCannotBeKeptIsRefused() {
        assertThat(errors(NewUser.class, "{\"username\": \"a\\u0000b\"}"))
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("username", "characters"));
        assertThat(errors(NewUser.class, "{\"username\": \"a\\ud800b\"}")).hasSize(1);
    }

    @Test
    void numbersAreWhole() {
        assertThat(read(WorkspacePatch.class, "{\"access_token_lifetime\": 600}")
                        .accessTokenLifetime())
                .isEqualTo(Duration.ofMinutes(10));
        for (String value : List.of("1.5", "\"600\"", "1e3", "true", "99999999999")) {
            assertThat(errors(WorkspacePatch.class, "{\"access_token_lifetime\": " + value + "}"))
                    .as(value)
                    .extracting(FieldError::code)
                    .containsExactly("wrong_type");
        }
    }

    @Test
    void aPatchTellsAbsentFromNull() {
        UserPatch patch = read(UserPatch.class, "{\"email\": null, \"name\": \"Ann\"}");

        assertThat(patch.email()).isEqualTo(new MergePatch.Change.Clear<String>());
        assertThat(patch.name()).isEqualTo(new MergePatch.Change.Replace<>("Ann"));
        assertThat(patch.givenName()).isEqualTo(new MergePatch.Change.Keep<String>());
        assertThat(patch.username()).isNull();
    }

    @Test
    void aPatchCannotTakeAwayWhatMustBeThere() {
        assertThat(errors(UserPatch.class, "{\"username\": null}"))
                .extracting(FieldError::field)
                .containsExactly("username");
    }

    @Test
    void valuesAreNeverRepeatedAndLongNamesAreCut() {
        String name = "x".repeat(500);
        List<FieldError> errors = errors(NewUser.class, "{\"username\": [\"hunter2\"], \"" + name + "\": \"hunter2\"}");

        assertThat(errors).hasSize(2).noneMatch(error -> error.toString().contains("hunter2"));
        assertThat(errors).allMatch(error -> error.field().length() < 100);
    }

    @Test
    void whatIsNoJsonOrHasAMemberTwiceIsNotRead() {
        for (String text : List.of("", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "{'a': 1}", "nope")) {
            assertThat(ApiJson.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
        assertThat(ApiJson.parse(new byte[] {'"', (byte) 0xff, '"'})).isEmpty();
    }

    private static <T extends Record> T read(Class<T> type, String json) {
        return switch (RecordReader.read(type, tree(json))) {
            case Outcome.Read<T>(T value) -> value;
            case Outcome.Wrong<T>(var errors) -> throw new AssertionError(errors);
        };
    }

    private static <T extends Record> List<FieldError> errors(Class<T> type, String json) {
        return switch (RecordReader.read(type, tree(json))) {
            case Outcome.Read<T>(T value) -> throw new AssertionError("was read");
            case Outcome.Wrong<T>(var errors) -> errors;
        };
    }

    private static JsonNode tree(String json) {
        return ApiJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}

package com.prysmid.gateway.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final ObjectNode ANN =
            (ObjectNode) ApiJson.parse("""
            {"id":"u1","userName":"Ann","externalId":"E1","active":true,"name":{"givenName":"Straße"},
             "emails":[{"value":"a@work.example","type":"work","primary":true},{"value":"a@home.example","type":"home"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Tours","manager":{"value":"Boss"}},
             "meta":{"lastModified":"2026-01-02T03:04:05.678Z"}}""".getBytes(StandardCharsets.UTF_8)).orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"ann\"",
                "  userName   eq   \"ann\"  ",
                "username EQ \"ANN\"",
                "externalId eq \"E1\"",
                "id ne \"U1\"",
                "active eq true and active ne false and active eq True",
                "name.givenName co \"raße\" and name.givenName sw \"stra\"",
                "emails co \"home\"",
                "emails[type eq \"home\" and value co \"a@home\"]",
                "emails pr and not (title pr)",
                "title eq null",
                "userName eq \"x\" or userName eq \"y\" or userName eq \"ann\"",
                "userName eq \"ann\" or userName eq \"x\" and userName eq \"y\"",
                "not (userName eq \"x\") and (active eq false or active eq true)",
                "meta.lastModified ge \"2026-01-02T03:04:05.678Z\" and meta.lastModified lt \"2026-01-02T05:04:05+01:00\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"tours\"",
                "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user:manager.value eq \"Boss\"",
                "userName gt \"anm\" and userName le \"ann\""
            })
    void fits(String filter) {
        assertThat(FilterParser.filter(Schema.USER, filter).matches(ANN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "externalId eq \"e1\"",
                "(userName eq \"ann\" or userName eq \"x\") and userName eq \"y\"",
                "emails[type eq \"work\" and value co \"home\"]",
                "emails.value ne \"a@home.example\"",
                "title pr",
                "userName eq \"an\\n\"",
                "active eq false"
            })
    void doesNotFit(String filter) {
        assertThat(FilterParser.filter(Schema.USER, filter).matches(ANN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "userName eq \"ann\" | USERNAME",
                "active eq true and userName eq \"ann\" | USERNAME",
                "emails[type eq \"work\" and value eq \"a\"] | EMAIL",
                "emails.value eq \"a\" | EMAIL",
                "groups.value eq \"g\" and meta.lastModified gt \"2026-01-01T00:00:00Z\" | CHANGED_SINCE",
                "groups[value eq \"g\"] | GROUP",
                "userName eq \"ann\" or active eq true | ANY",
                "not (userName eq \"ann\") | ANY",
                "userName sw \"ann\" | ANY",
                "meta.lastModified lt \"2026-01-01T00:00:00Z\" | ANY",
                "emails ne \"a\" | ANY",
                "displayName eq \"a\" | ANY"
            })
    void isNarrowedOnlyByWhatAlwaysHolds(String filter, UserSearch.Key key) {
        assertThat(Narrowing.of(FilterParser.filter(Schema.USER, filter)).key()).isEqualTo(key);
    }

    @Test
    void isBoundedInLengthAndDepth() {
        assertRefused("(".repeat(30) + "active pr" + ")".repeat(30));
        assertRefused("active pr" + " and active pr".repeat(200));
        assertThat(FilterParser.filter(Schema.USER, "(".repeat(15) + "active pr" + ")".repeat(15))
                        .matches(ANN))
                .isTrue();
        assertThat(FilterParser.filter(Schema.USER, "active pr" + " and active pr".repeat(130))
                        .matches(ANN))
                .isTrue();
    }

    private static void assertRefused(String filter) {
        assertThatThrownBy(() -> FilterParser.filter(Schema.USER, filter))
                .isInstanceOfSatisfying(
                        HttpProblem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
    }
}

package com.prysmid.tenant.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.ClaimsRequest.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsRequestTest {
    @Test
    void theExampleOfTheSpecificationIsRead() {
        ClaimsRequest request = ClaimsRequest.parse("""
                {"userinfo": {"given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
                  "http://example.info/claims/groups": null},
                 "id_token": {"auth_time": {"essential": true},
                  "acr": {"values": ["urn:mace:incommon:iap:silver"]}, "sub": {"value": "248289761001"}}}""").orElseThrow();
        assertThat(request.userinfo())
                .containsEntry("given_name", new Wish(true, List.of()))
                .containsEntry("nickname", Wish.ANY)
                .containsKey("http://example.info/claims/groups");
        assertThat(request.idToken())
                .containsEntry("acr", new Wish(false, List.of("urn:mace:incommon:iap:silver")))
                .containsEntry("sub", new Wish(false, List.of("248289761001")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{} {}",
                "{\"id_token\":[]}",
                "{\"id_token\":\"sub\"}",
                "{\"userinfo\":{\"name\":true}}",
                "{\"userinfo\":{\"name\":{\"essential\":\"yes\"}}}",
                "{\"userinfo\":{\"name\":{\"values\":\"x\"}}}",
                "{\"userinfo\":{},\"userinfo\":{}}",
                "{\"userinfo\":{\"name\":{\"values\":[[[[[[[[[[[]]]]]]]]]]]}}}"
            })
    void whatIsNoClaimsRequestIsNone(String text) {
        assertThat(ClaimsRequest.parse(text)).isEmpty();
    }

    @Test
    void whatIsUnknownIsIgnored() {
        assertThat(ClaimsRequest.parse(
                        "{\"verified_claims\":7,\"id_token\":null,\"userinfo\":{\"name\":{\"purpose\":1}}}"))
                .contains(new ClaimsRequest(java.util.Map.of(), java.util.Map.of("name", Wish.ANY)));
    }

    @Test
    void aTextBeyondTheLimitIsRefusedUnread() {
        assertThat(ClaimsRequest.parse("{\"userinfo\":{\"" + "x".repeat(4_000) + "\":null}}"))
                .isEmpty();
    }

    @Test
    void acrValuesAreAWishForAcr() {
        assertThat(ClaimsRequest.of(ClaimsRequest.withAcrValues(null, List.of("a", "b")))
                        .idToken())
                .containsEntry("acr", new Wish(false, List.of("a", "b")));
        String own = "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"c\"}}}";
        assertThat(ClaimsRequest.withAcrValues(own, List.of("a"))).isEqualTo(own);
        assertThat(ClaimsRequest.of(ClaimsRequest.withAcrValues("{\"userinfo\":{\"name\":null}}", List.of("a"))))
                .satisfies(both -> {
                    assertThat(both.userinfo()).containsKey("name");
                    assertThat(both.idToken()).containsKey("acr");
                });
        assertThat(ClaimsRequest.withAcrValues(null, List.of())).isNull();
    }
}

package com.prysmid.gateway.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Secret;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;

class AuthorizationResponseTest {
    private static final String ISSUER = "https://auth.acme.example:8443";

    @Test
    void carriesCodeStateAndIssuer() {
        HttpResponse response =
                AuthorizationResponse.code("https://app.example/cb", new Secret("u.c.s"), "a b&c", ISSUER);
        assertThat(response.status().intValue()).isEqualTo(303);
        assertThat(location(response))
                .isEqualTo("https://app.example/cb?code=u.c.s&state=a%20b%26c"
                        + "&iss=https%3A%2F%2Fauth.acme.example%3A8443");
    }

    @Test
    void keepsTheQueryThatTheRegisteredAddressHas() {
        assertThat(location(AuthorizationResponse.error(
                        "https://app.example/cb?x=1", new Rejection("login_required", "nobody"), null, ISSUER)))
                .startsWith("https://app.example/cb?x=1&error=login_required&error_description=nobody&iss=");
    }

    @Test
    void aStateCannotAddHeaders() {
        assertThat(location(AuthorizationResponse.code(
                        "https://app.example/cb", new Secret("c"), "x\r\nSet-Cookie: a=b", ISSUER)))
                .doesNotContain("\r", "\n");
    }

    private static String location(HttpResponse response) {
        for (HttpHeader header : response.getHeaders()) {
            if (header.is("location")) {
                return header.value();
            }
        }
        return "";
    }
}

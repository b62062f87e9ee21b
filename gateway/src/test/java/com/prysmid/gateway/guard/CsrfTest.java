package com.prysmid.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.prysmid.gateway.http.HttpProblem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.junit.jupiter.api.Test;

class CsrfTest {
    @Test
    void aNewBrowserGetsACookieOfThisHostAlone() {
        Csrf.Token token = Csrf.token(HttpRequest.create("/"));
        assertThat(token.setCookie()).isNotNull();
        assertThat(token.setCookie().value())
                .startsWith("__Host-prysm_csrf=" + token.value())
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
    }

    @Test
    void aBrowserKeepsItsValueSoThatSeveralFormsWork() {
        String value = Csrf.token(HttpRequest.create("/")).value();
        Csrf.Token again = Csrf.token(withCookie(value));
        assertThat(again.value()).isEqualTo(value);
        assertThat(again.setCookie()).isNull();
    }

    @Test
    void onlyTheCookiesOwnValueIsGood() {
        String value = Csrf.token(HttpRequest.create("/")).value();
        String other = Csrf.token(HttpRequest.create("/")).value();
        assertThat(Csrf.isGood(withCookie(value), value)).isTrue();
        assertThat(Csrf.isGood(withCookie(value), other)).isFalse();
        assertThat(Csrf.isGood(withCookie(value), null)).isFalse();
        assertThat(Csrf.isGood(withCookie(value), "")).isFalse();
        assertThat(Csrf.isGood(HttpRequest.create("/"), value)).isFalse();
    }

    @Test
    void aValueThatIsNotOfOurMakingIsReplaced() {
        Csrf.Token token = Csrf.token(withCookie("x"));
        assertThat(token.value()).isNotEqualTo("x");
        assertThat(Csrf.isGood(withCookie("x"), "x")).isFalse();
    }

    @Test
    void twoCookiesOfTheNameAreNone() {
        String value = Csrf.token(HttpRequest.create("/")).value();
        HttpRequest request = withCookie(value).addHeader(Cookie.create(Csrf.COOKIE, value));
        assertThat(Csrf.isGood(request, value)).isFalse();
    }

    @Test
    void refusesWith403() {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> Csrf.require(HttpRequest.create("/"), "x"))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
    }

    private static HttpRequest withCookie(String value) {
        return HttpRequest.create("/").addHeader(Cookie.create(Csrf.COOKIE, value));
    }
}

package com.prysmid.gateway.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.http.Visits;
import com.prysmid.gateway.oauth.vocabulary.ResponseMode;
import com.prysmid.gateway.pages.HostedPages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseCarrierTest {
    private static final String ISSUER = "https://auth.acme.example:8443";

    private final ResponseCarrier carrier = new ResponseCarrier(new HostedPages());

    @Test
    void aQueryCarriesCodeStateAndIssuer() {
        HttpResponse response = carry(ResponseMode.QUERY, "https://app.example/cb", "u.c.s", "a b&c");
        assertThat(response.status().intValue()).isEqualTo(303);
        assertThat(header(response, "location"))
                .isEqualTo("https://app.example/cb?code=u.c.s&state=a%20b%26c"
                        + "&iss=https%3A%2F%2Fauth.acme.example%3A8443");
    }

    @Test
    void aFragmentLeavesTheQueryAlone() {
        assertThat(header(carry(ResponseMode.FRAGMENT, "https://app.example/cb?x=1", "c", "s#?"), "location"))
                .startsWith("https://app.example/cb?x=1#code=c&state=s%23%3F&iss=");
    }

    @Test
    void theQueryThatTheRegisteredAddressHasIsKept() {
        assertThat(header(carry(ResponseMode.QUERY, "https://app.example/cb?x=1", "c", "s"), "location"))
                .startsWith("https://app.example/cb?x=1&code=c&state=s&iss=");
    }

    @ParameterizedTest
    @EnumSource(ResponseMode.class)
    void aStateCanAddNeitherHeadersNorMarkup(ResponseMode mode) {
        HttpResponse response = carry(
                mode,
                "https://app.example/cb",
                "c",
                "x\r\nSet-Cookie: a=b\r\n\r\n\"><script>alert(1)</script><input value='");
        assertThat(header(response, "location")).doesNotContain("\r", "\n", "<", "\"");
        assertThat(header(response, "set-cookie")).isEmpty();
        assertThat(body(response)).doesNotContain("<script>alert");
    }

    @Test
    void aFormPostsItselfAndHasAButton() throws Exception {
        HttpResponse response = carry(ResponseMode.FORM_POST, "https://app.example:444/cb?x=1&y=2", "c", "s");
        assertThat(response.status().intValue()).isEqualTo(200);
        assertThat(body(response))
                .contains("<form method=\"post\" action=\"https://app.example:444/cb?x=1&amp;y=2\">")
                .contains("<input type=\"hidden\" name=\"code\" value=\"c\">")
                .contains("<input type=\"hidden\" name=\"state\" value=\"s\">")
                .contains("<input type=\"hidden\" name=\"iss\" value=\"" + ISSUER + "\">")
                .contains("<button type=\"submit\">");
        Matcher script = Pattern.compile("<script>([^<]*)</script>").matcher(body(response));
        assertThat(script.find()).isTrue();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(script.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(header(response, "content-security-policy"))
                .contains("script-src 'sha256-" + hash + "';")
                .contains("form-action https://app.example:444 https:;")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(script.find()).as("another script").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb,https://app.example https:",
        "http://127.0.0.1:7000/cb,http://127.0.0.1:7000 https:",
        "com.example.app:/cb,com.example.app: https:"
    })
    void aFormMayGoToItsAddress(String redirectUri, String sources) {
        assertThat(ResponseCarrier.formTargets(redirectUri)).isEqualTo(sources);
    }

    private HttpResponse carry(ResponseMode mode, String redirectUri, String code, String state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        parameters.put("state", state);
        parameters.put("iss", ISSUER);
        return carrier.carry(Visits.to("Acme"), new ReturnAddress("app-1", redirectUri, mode, state), parameters);
    }

    private static String body(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }

    private static String header(HttpResponse response, String name) {
        for (HttpHeader header : response.getHeaders()) {
            if (header.is(name)) {
                return header.value();
            }
        }
        return "";
    }
}

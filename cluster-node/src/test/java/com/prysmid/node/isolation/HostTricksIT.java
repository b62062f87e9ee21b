package com.prysmid.node.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.RawRequest;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Host header names a workspace exactly, or none. */
class HostTricksIT {
    private static final TestWorkspace WORKSPACE = TestWorkspace.create(RunningDev.shared(), "hosts");

    private final RunningDev dev = RunningDev.shared();

    @Test
    void theExactHostIsServed() {
        assertThat(get("Host: " + host()).status()).isEqualTo(200);
    }

    @Test
    void theHostIsCaseInsensitiveAndTheIssuerIsNot() {
        RawRequest.Reply reply = get("Host: " + host().toUpperCase(java.util.Locale.ROOT));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"issuer\":\"" + WORKSPACE.issuer() + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth.SLUG.DOMAIN.evil.example:PORT",
                "auth.SLUG.evil.example:PORT",
                "evil.auth.SLUG.DOMAIN:PORT",
                "auth.SLUG.DOMAIN:1",
                "auth.SLUG.DOMAIN",
                "SLUG.DOMAIN:PORT",
                "auth.DOMAIN:PORT",
                "auth..DOMAIN:PORT",
                "auth.SLUG.x.DOMAIN:PORT",
                "auth.nobody.DOMAIN:PORT",
                "127.0.0.1:PORT",
                "api.DOMAIN:PORT"
            })
    void anyOtherHostIsNoWorkspace(String pattern) {
        RawRequest.Reply reply = get("Host: " + fill(pattern));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).doesNotContain(WORKSPACE.issuer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@auth.SLUG.DOMAIN:PORT",
                "evil.example@auth.SLUG.DOMAIN:PORT",
                "auth.SLUG.DOMAIN:PORT@evil.example",
                "auth.SLUG.DOMAIN:80:PORT",
                "auth.SLUG.DOMAIN:PORT/",
                "auth.SLUG.DOMAIN%00:PORT",
                "auth.SLUG.DOMAIN .evil.example"
            })
    void aMalformedHostIsRefused(String pattern) {
        assertThat(get("Host: " + fill(pattern)).status()).isIn(400, 404);
    }

    @Test
    void aTrailingDotIsTheSameHostOrNone() {
        RawRequest.Reply reply = get("Host: " + fill("auth.SLUG.DOMAIN.:PORT"));
        assertThat(reply.status()).isIn(200, 404);
        if (reply.status() == 200) {
            assertThat(reply.text()).contains("\"issuer\":\"" + WORKSPACE.issuer() + "\"");
        }
    }

    @Test
    void twoHostHeadersAreRefused() {
        assertThat(get("Host: " + host(), "Host: auth.other." + dev.domain()).status())
                .isEqualTo(400);
        assertThat(get("Host: " + host(), "Host: " + host()).status()).isEqualTo(400);
    }

    @Test
    void noHostHeaderIsRefused() {
        assertThat(RawRequest.send(
                                dev.tls(),
                                dev.workspacePort(),
                                fill("auth.SLUG.DOMAIN"),
                                "GET /.well-known/openid-configuration HTTP/1.1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aForwardedHostIsNotBelieved() {
        RawRequest.Reply reply =
                get("Host: " + host(), "X-Forwarded-Host: auth.evil.example", "Forwarded: host=auth.evil.example");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .contains("\"issuer\":\"" + WORKSPACE.issuer() + "\"")
                .doesNotContain("evil.example");
    }

    private String host() {
        return fill("auth.SLUG.DOMAIN:PORT");
    }

    private String fill(String pattern) {
        return pattern.replace("SLUG", WORKSPACE.slug())
                .replace("DOMAIN", dev.domain())
                .replace("PORT", Integer.toString(dev.workspacePort()));
    }

    private RawRequest.Reply get(String... headers) {
        String[] lines = new String[headers.length + 1];
        lines[0] = "GET /.well-known/openid-configuration HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        return RawRequest.send(dev.tls(), dev.workspacePort(), fill("auth.SLUG.DOMAIN"), lines);
    }
}

package com.prysmid.gateway.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.protocol.Slug;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostParserTest {
    private static final HostMatch ACME = new HostMatch.Workspace(new Slug("acme"));

    private final HostParser parser = new HostParser(new PublicOrigin("prysm.example", 8443));
    private final HostParser onStandardPort = new HostParser(new PublicOrigin("prysm.example", 443));

    @ParameterizedTest
    @ValueSource(strings = {"auth.acme.prysm.example:8443", "AUTH.Acme.PRYSM.example:8443"})
    void theWholeNameInAnyCaseIsTheWorkspace(String host) {
        assertThat(parser.parse(List.of(host))).isEqualTo(ACME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.acme.prysm.example", "auth.acme.prysm.example:443"})
    void theStandardPortMayBeLeftOut(String host) {
        assertThat(onStandardPort.parse(List.of(host))).isEqualTo(ACME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth.acme.prysm.example",
                "auth.acme.prysm.example:443",
                "auth.acme.prysm.example:8444",
                "auth.acme.prysm.example.:8443",
                "auth.acme.prysm.example.evil:8443",
                "auth.acme.evil:8443",
                "auth.acme.evilprysm.example:8443",
                "xauth.acme.prysm.example:8443",
                "evil.auth.acme.prysm.example:8443",
                "auth.b.acme.prysm.example:8443",
                "auth..prysm.example:8443",
                "auth.prysm.example:8443",
                "auth.a--b.prysm.example:8443",
                "auth.acme-.prysm.example:8443",
                "auth.ac%6de.prysm.example:8443",
                "acme.prysm.example:8443",
                "prysm.example:8443",
                "127.0.0.1:8443",
                "[::1]:8443",
            })
    void whatIsAHostButNotOursIsUnknown(String host) {
        assertThat(parser.parse(List.of(host))).isEqualTo(new HostMatch.Unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user@auth.acme.prysm.example:8443",
                "auth.acme.prysm.example:8443:8443",
                "auth.acme.prysm.example:",
                "auth.acme.prysm.example:8443/x",
                "auth.acme.prysm.example:8443,evil",
                " auth.acme.prysm.example:8443",
                "auth.acme.prysm.example:8443#",
                "auth.\u0430cme.prysm.example:8443",
            })
    void whatIsNoHostIsMalformed(String host) {
        // A comma is a legal character of a name, but then what follows the port is no port.
        assertThat(parser.parse(List.of(host))).isEqualTo(new HostMatch.Malformed());
    }

    @Test
    void twoHostHeadersAreMalformedEvenIfEqual() {
        String host = "auth.acme.prysm.example:8443";
        assertThat(parser.parse(List.of(host, host))).isEqualTo(new HostMatch.Malformed());
        assertThat(parser.parse(HttpRequest.create("/")
                        .addHeader(Host.create("auth.acme.prysm.example", 8443))
                        .addHeader(RawHeader.create("Host", "auth.other.prysm.example:8443"))))
                .isEqualTo(new HostMatch.Malformed());
    }

    @Test
    void noHostAtAllIsMalformed() {
        assertThat(parser.parse(HttpRequest.create("/"))).isEqualTo(new HostMatch.Malformed());
    }

    @Test
    void theAuthorityOfAnHttp2RequestCountsAsItsHost() {
        assertThat(parser.parse(HttpRequest.create("https://auth.acme.prysm.example:8443/x")))
                .isEqualTo(ACME);
        assertThat(onStandardPort.parse(HttpRequest.create("https://auth.acme.prysm.example/x")))
                .isEqualTo(ACME);
        assertThat(parser.parse(HttpRequest.create("https://user@auth.acme.prysm.example:8443/x")))
                .isEqualTo(new HostMatch.Malformed());
    }

    @Test
    void anAuthorityAndAHostHeaderMustAgree() {
        HttpRequest request = HttpRequest.create("https://auth.acme.prysm.example:8443/x");
        assertThat(parser.parse(request.addHeader(Host.create("auth.acme.prysm.example", 8443))))
                .isEqualTo(ACME);
        assertThat(parser.parse(request.addHeader(Host.create("auth.other.prysm.example", 8443))))
                .isEqualTo(new HostMatch.Malformed());
    }
}

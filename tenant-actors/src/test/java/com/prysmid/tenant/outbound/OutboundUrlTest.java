package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL that anybody could read in another way is none. */
class OutboundUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https",
                "https:",
                "https://",
                "https:///path",
                "/path",
                "//rp.example/",
                "http://rp.example/",
                "ftp://rp.example/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "jar:https://rp.example/!/",
                "https://user@rp.example/",
                "https://user:password@rp.example/",
                "https://@rp.example/",
                "https://rp.example:443@127.0.0.1/",
                "https://rp.example#@127.0.0.1/",
                "https://rp.example/#fragment",
                "https://rp.example\\@127.0.0.1/",
                "https://rp.example%00.evil.example/",
                "https://rp.example%2f@evil.example/",
                "https://127.0.0.1\t.example/",
                "https://rp.example/a b",
                "https://rp.example/a\r\nHost: evil",
                "https://r\u00fcckseite.example/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://127.1/",
                "https://127.0.1/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://127.0.0.1./",
                "https://rp.example./",
                "https://localhost./",
                "https://.rp.example/",
                "https://rp..example/",
                "https://-rp.example/",
                "https://rp_1.example/",
                "https://rp.example:0/",
                "https://rp.example:65536/",
                "https://rp.example:-1/",
                "https://rp.example:http/",
                "https://[::1",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/",
                "https://[127.0.0.1]/",
                "https://[]/"
            })
    void refuses(String text) {
        assertThat(OutboundUrl.parse(text)).isEmpty();
    }

    @Test
    void readsWhatIsPlain() {
        assertThat(OutboundUrl.parse("https://rp.example")).contains(new OutboundUrl("rp.example", 443, "/"));
        assertThat(OutboundUrl.parse("HTTPS://RP.Example:8443/a%2Fb/../c;d?q=%20&r#".replace("#", "")))
                .contains(new OutboundUrl("rp.example", 8443, "/a%2Fb/../c;d?q=%20&r"));
        assertThat(OutboundUrl.parse("https://127.0.0.1/k")).contains(new OutboundUrl("127.0.0.1", 443, "/k"));
        assertThat(OutboundUrl.parse("https://[2001:db8::1]:444/?"))
                .contains(new OutboundUrl("2001:db8:0:0:0:0:0:1", 444, "/?"));
        assertThat(OutboundUrl.parse("https://xn--bcher-kva.example/")).isPresent();
    }

    @Test
    void anAddressInIpv6FormIsTheIpv4AddressItIs() {
        assertThat(OutboundUrl.parse("https://[::ffff:127.0.0.1]/")).contains(new OutboundUrl("127.0.0.1", 443, "/"));
    }

    @Test
    void tooLongIsRefused() {
        assertThat(OutboundUrl.parse("https://rp.example/" + "a".repeat(2_000))).isEmpty();
        assertThat(OutboundUrl.parse("https://" + "a.".repeat(130) + "example/"))
                .isEmpty();
    }
}

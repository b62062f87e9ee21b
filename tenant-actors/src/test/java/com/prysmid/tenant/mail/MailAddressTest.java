package com.prysmid.tenant.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.MailDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "EXAMPLE.com,example.com",
        "Bücher.example,xn--bcher-kva.example",
        "xn--bcher-kva.example,xn--bcher-kva.example",
        "xn--strae-oqa.de,xn--strae-oqa.de"
    })
    void aDomainIsToldInAscii(String domain, String ascii) {
        assertThat(MailDomain.ascii(domain)).contains(ascii);
        assertThat(MailAddress.parse("a@" + domain).map(MailAddress::domain)).contains(ascii);
    }

    /** Sharp s, final sigma, a ligature, wide letters, a joiner, a wide full stop. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stra\u00dfe.de",
                "STRA\u00dfE.de",
                "\u03b2\u03cc\u03bb\u03bf\u03c2.example",
                "\ufb01rm.example",
                "\uff45xample.com",
                "na\u200dme.example",
                "example\u3002com"
            })
    void aDomainThatWouldBecomeAnotherIsNone(String domain) {
        assertThat(MailDomain.ascii(domain)).isEmpty();
        assertThat(MailAddress.parse("a@" + domain)).isEmpty();
    }

    @Test
    void whatIsNoHostNameIsNone() {
        for (String domain :
                new String[] {"", "a_b.example", "-a.example", "a..example", "\u00fc".repeat(64) + ".de"}) {
            assertThat(MailAddress.parse("a@" + domain)).as(domain).isEmpty();
        }
    }
}

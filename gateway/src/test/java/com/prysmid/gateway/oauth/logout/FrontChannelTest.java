package com.prysmid.gateway.oauth.logout;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppMetadata.Logout;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FrontChannelTest {
    private static final String ISSUER = "https://auth.acme.example:8443";

    @Test
    void issuerAndSessionAreToldWhereTheAppNeedsThem() {
        Logout needs = new Logout(null, false, "https://rp.example/out", true);
        assertThat(FrontChannel.address("https://rp.example/out", needs, ISSUER, "sid-1"))
                .isEqualTo("https://rp.example/out?iss=https%3A%2F%2Fauth.acme.example%3A8443&sid=sid-1");
        assertThat(FrontChannel.address("https://rp.example/out?a=b", needs, ISSUER, "sid-1"))
                .isEqualTo("https://rp.example/out?a=b&iss=https%3A%2F%2Fauth.acme.example%3A8443&sid=sid-1");
        Logout doesNot = new Logout(null, false, "https://rp.example/out", false);
        assertThat(FrontChannel.address("https://rp.example/out", doesNot, ISSUER, "sid-1"))
                .isEqualTo("https://rp.example/out");
    }

    @Test
    void anOriginIsNothingButAnOrigin() {
        assertThat(FrontChannel.origin(URI.create("https://rp.example/out;x?a=1,2")))
                .isEqualTo("https://rp.example");
        assertThat(FrontChannel.origin(URI.create("https://rp.example:8444/out")))
                .isEqualTo("https://rp.example:8444");
    }
}

package com.prysmid.gateway.oauth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EtagTest {
    @Test
    void comparesWeaklyAndOneByOne() {
        assertThat(KeysEndpoint.isAmong("\"a\"", "\"a\"")).isTrue();
        assertThat(KeysEndpoint.isAmong("\"x\", W/\"a\"", "\"a\"")).isTrue();
        assertThat(KeysEndpoint.isAmong("*", "\"a\"")).isTrue();
        assertThat(KeysEndpoint.isAmong("\"aa\"", "\"a\"")).isFalse();
        assertThat(KeysEndpoint.isAmong("a", "\"a\"")).isFalse();
    }
}

package com.prysmid.gateway.oauth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUrisTest {
    private static final List<String> REGISTERED = List.of(
            "https://app.example/cb",
            "http://127.0.0.1/cb?x=1",
            "http://[::1]:7000/cb",
            "http://localhost/cb",
            "com.example.app:/cb");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/cb",
                "http://127.0.0.1/cb?x=1",
                "http://127.0.0.1:49152/cb?x=1",
                "http://[::1]/cb",
                "http://[::1]:1/cb",
                "http://localhost/cb",
                "com.example.app:/cb"
            })
    void theRegisteredOnesAndAnyPortOfALoopbackAddress(String uri) {
        assertThat(RedirectUris.isRegistered(REGISTERED, uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/cb/",
                "https://app.example/cb?x",
                "https://app.example/cb#x",
                "https://APP.example/cb",
                "https://app.example:443/cb",
                "https://app.example.evil/cb",
                "https://app.example/cb/../x",
                "http://app.example/cb",
                "http://localhost:8000/cb",
                "http://127.0.0.1:49152/cb",
                "http://127.0.0.1:49152/cb?x=1&y=2",
                "http://127.0.0.1:49152/cb?x=1#",
                "http://127.0.0.1:49152@evil.example/cb?x=1",
                "http://127.0.0.1.evil.example/cb?x=1",
                "http://127.0.0.1:123456/cb?x=1",
                "https://127.0.0.1:49152/cb?x=1",
                "http://127.0.0.2/cb?x=1",
                "http://[::1]:1/cb\nx",
                ""
            })
    void andNothingElse(String uri) {
        assertThat(RedirectUris.isRegistered(REGISTERED, uri)).isFalse();
    }
}

package com.prysmid.tenant.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Secret;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PushedRequestsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Map<String, String> PARAMETERS = Map.of("scope", "openid");

    private final PushedRequests requests = new PushedRequests();

    @Test
    void oneIsTakenOnceByItsOwnApp() {
        Secret uri = requests.keep("app-1", PARAMETERS, "s", NOW).orElseThrow();
        assertThat(requests.take("app-2", uri, NOW)).isEmpty();
        assertThat(requests.take("app-1", new Secret(uri.reveal() + "x"), NOW)).isEmpty();
        assertThat(requests.take("app-1", uri, NOW)).contains(PARAMETERS);
        assertThat(requests.take("app-1", uri, NOW)).isEmpty();
    }

    @Test
    void aMinuteIsAllItHas() {
        Secret uri = requests.keep("app-1", PARAMETERS, "s", NOW).orElseThrow();
        Secret late = requests.keep("app-1", PARAMETERS, "t", NOW).orElseThrow();
        assertThat(requests.take("app-1", uri, NOW.plusMillis(59_999))).isPresent();
        assertThat(requests.take("app-1", late, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void oneAppFillsNobodyElsesRoomAndRoomComesBack() {
        Map<String, String> big = Map.of("state", "x".repeat(4_500));
        int kept = 0;
        while (requests.keep("greedy", big, "g" + kept, NOW).isPresent()) {
            kept++;
        }
        assertThat(kept).isBetween(100, 1_000);
        assertThat(requests.keep("other", big, "o", NOW)).isPresent();
        assertThat(requests.keep("greedy", big, "again", NOW.plusSeconds(61))).isPresent();
    }
}

package com.prysmid.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.prysmid.gateway.guard.LimitSettings.Limit;
import com.prysmid.gateway.guard.RateLimits.Kind;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.Slug;
import com.typesafe.config.ConfigFactory;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final Slug ACME = new Slug("acme");
    private static final Slug OTHER = new Slug("other");

    private long nanos = TimeUnit.DAYS.toNanos(1);
    private final RateLimits limits = new RateLimits(settings(new Limit(3, 5, Duration.ofMinutes(3))), new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void anAddressThatFailsTooOftenIsToldWhenToComeAgain() {
        fail(ACME, "192.0.2.1", 3);

        HttpProblem problem =
                catchThrowableOfType(HttpProblem.class, () -> limits.check(ACME, "192.0.2.1", Kind.SIGN_IN));
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.headers())
                .anyMatch(header -> header.is("retry-after") && header.value().equals("60"));

        nanos += TimeUnit.SECONDS.toNanos(60);
        assertAllowed(ACME, "192.0.2.1", Kind.SIGN_IN);
    }

    @Test
    void itLimitsNoOtherAddressKindOrWorkspace() {
        fail(ACME, "192.0.2.1", 3);

        assertAllowed(ACME, "192.0.2.2", Kind.SIGN_IN);
        assertAllowed(ACME, "192.0.2.1", Kind.MAIL);
        assertAllowed(OTHER, "192.0.2.1", Kind.SIGN_IN);
    }

    @Test
    void aFloodFromEverywhereLimitsItsOwnWorkspaceAlone() {
        fail(ACME, "192.0.2.1", 3);
        fail(ACME, "192.0.2.2", 2);
        fail(ACME, "192.0.2.3", 1);

        assertThat(isAllowed(ACME, "192.0.2.2", Kind.SIGN_IN)).isFalse();
        assertThat(isAllowed(ACME, "192.0.2.3", Kind.SIGN_IN)).isFalse();
        assertAllowed(ACME, "192.0.2.4", Kind.SIGN_IN);
        assertAllowed(ACME, "192.0.2.3", Kind.PASSKEY);
        assertAllowed(OTHER, "192.0.2.3", Kind.SIGN_IN);
    }

    @Test
    void oneWhoHasAWholeNetworkOfSixtyFourBitsIsOne() {
        fail(ACME, "2001:db8:1:2::1", 1);
        fail(ACME, "2001:db8:1:2::2", 1);
        fail(ACME, "2001:db8:1:2:ffff:ffff:ffff:ffff", 1);

        assertThat(isAllowed(ACME, "2001:db8:1:2::3", Kind.SIGN_IN)).isFalse();
        assertAllowed(ACME, "2001:db8:1:3::1", Kind.SIGN_IN);
    }

    @Test
    void thoseLetInAtOnceKeepNobodyWaitingForLonger() {
        fail(ACME, "192.0.2.1", 9);

        assertThat(isAllowed(ACME, "192.0.2.1", Kind.SIGN_IN)).isFalse();
        nanos += TimeUnit.MINUTES.toNanos(1);
        assertThat(isAllowed(ACME, "192.0.2.1", Kind.SIGN_IN)).isTrue();
        assertThat(isAllowed(ACME, "192.0.2.2", Kind.SIGN_IN)).isTrue();
    }

    @Test
    void checkingAloneCountsNothing() {
        for (int i = 0; i < 100; i++) {
            limits.check(ACME, "192.0.2.1", Kind.SIGN_IN);
        }
    }

    @Test
    void everyKindHasALimitByDefault() {
        LimitSettings defaults = LimitSettings.from(ConfigFactory.load().getConfig("prysm.limits"));

        assertThat(defaults.of(Kind.SIGN_IN)).isEqualTo(new Limit(300, 6_000, Duration.ofMinutes(10)));
        assertThat(defaults.byKind()).containsOnlyKeys(Kind.values());
    }

    private void fail(Slug slug, String ip, int times) {
        for (int i = 0; i < times; i++) {
            limits.count(slug, ip, Kind.SIGN_IN);
        }
    }

    private void assertAllowed(Slug slug, String ip, Kind kind) {
        assertThatCode(() -> limits.check(slug, ip, kind)).doesNotThrowAnyException();
    }

    private boolean isAllowed(Slug slug, String ip, Kind kind) {
        try {
            limits.check(slug, ip, kind);
            return true;
        } catch (HttpProblem refused) {
            return false;
        }
    }

    private static LimitSettings settings(Limit limit) {
        Map<Kind, Limit> all =
                Arrays.stream(Kind.values()).collect(Collectors.toMap(Function.identity(), kind -> limit));
        return new LimitSettings(all, 1_000);
    }
}

package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.prysmid.tenant.outbound.FetchedKeys.KeySet;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How often an app's endpoint is asked, and what happens while it does not answer. */
class FetchedKeysTest {
    private static final String URI = "https://rp.example/jwks";
    private static final Outcome DOWN = new Outcome.Refused(Outcome.Reason.UNREACHABLE);

    private final FakeInternet internet = new FakeInternet();
    private final MovableClock clock = new MovableClock();
    private final FetchedKeys keys = new FetchedKeys(new Slug("acme"), internet, Runnable::run, clock);

    private static JWK key(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String set(String kid) {
        return new JWKSet(key(kid)).toString(true);
    }

    private static Outcome cached(String body, String cacheControl) {
        return new Outcome.Answered(200, "application/json", cacheControl, body);
    }

    private CompletableFuture<Optional<KeySet>> current() {
        return keys.current(URI).toCompletableFuture();
    }

    private KeySet fetched(Outcome answer) {
        CompletableFuture<Optional<KeySet>> stage = current();
        internet.answer(answer);
        return stage.join().orElseThrow();
    }

    @Test
    void fetchesOnceForAllWhoWait() {
        CompletableFuture<Optional<KeySet>> first = current();
        CompletableFuture<Optional<KeySet>> second = current();
        assertThat(internet.requests()).hasSize(1);
        assertThat(first).isNotDone();
        internet.answer(set("a"));
        assertThat(first.join()).isEqualTo(second.join()).isPresent();
        assertThat(current()).isCompletedWithValue(first.join());
        assertThat(internet.requests()).hasSize(1);
    }

    @Test
    void keepsASetAsLongAsItsEndpointSaysWithinReason() {
        assertAsksAgainAfter("max-age=300", Duration.ofMinutes(5));
        assertAsksAgainAfter("", Duration.ofMinutes(10));
        assertAsksAgainAfter("no-store", Duration.ofMinutes(1));
        assertAsksAgainAfter("max-age=0", Duration.ofMinutes(1));
        assertAsksAgainAfter("public, max-age=999999999", Duration.ofMinutes(60));
    }

    private void assertAsksAgainAfter(String cacheControl, Duration time) {
        clock.pass(Duration.ofHours(2));
        fetched(cached(set("a"), cacheControl));
        int asked = internet.requests().size();
        clock.pass(time.minusSeconds(1));
        assertThat(current()).isCompleted();
        assertThat(internet.requests()).hasSize(asked);
        clock.pass(Duration.ofSeconds(2));
        fetched(cached(set("b"), cacheControl));
        assertThat(internet.requests()).hasSize(asked + 1);
    }

    @Test
    void aRotatedKeyIsFetchedAtOnceAndAfterThatOnlyEveryTenSeconds() {
        KeySet first = fetched(cached(set("a"), ""));
        clock.pass(Duration.ofMillis(500));
        CompletableFuture<Optional<KeySet>> newer = keys.newerThan(first, URI).toCompletableFuture();
        CompletableFuture<Optional<KeySet>> joined = keys.newerThan(first, URI).toCompletableFuture();
        internet.answer(set("b"));
        assertThat(newer.join().orElseThrow().jwks()).contains("\"b\"");
        assertThat(joined.join()).isEqualTo(newer.join());
        assertThat(keys.newerThan(first, URI).toCompletableFuture())
                .as("what was found in the meantime")
                .isCompletedWithValue(newer.join());

        KeySet second = newer.join().orElseThrow();
        assertThat(keys.newerThan(second, URI).toCompletableFuture()).isCompletedWithValue(Optional.empty());
        assertThat(internet.requests()).hasSize(2);
        clock.pass(Duration.ofSeconds(11));
        keys.newerThan(second, URI);
        assertThat(internet.requests()).hasSize(3);
    }

    @Test
    void theLastGoodSetIsKeptWhileTheEndpointIsDownButNotForEver() {
        KeySet good = fetched(cached(set("a"), "max-age=60"));
        clock.pass(Duration.ofMinutes(2));
        assertThat(fetched(DOWN)).isEqualTo(good);
        assertThat(current()).as("and it is not asked again at once").isCompletedWithValue(Optional.of(good));
        clock.pass(Duration.ofSeconds(11));
        assertThat(fetched(new Outcome.Answered(500, "text/html", "", "oops"))).isEqualTo(good);
        clock.pass(Duration.ofHours(24));
        CompletableFuture<Optional<KeySet>> late = current();
        internet.answer(DOWN);
        assertThat(late).isCompletedWithValue(Optional.empty());
        clock.pass(Duration.ofSeconds(11));
        assertThat(fetched(cached(set("b"), "")).jwks()).contains("\"b\"");
    }

    @Test
    void anEndpointThatWasNeverUpIsAskedEveryTenSecondsAtMost() {
        CompletableFuture<Optional<KeySet>> first = current();
        internet.answer(DOWN);
        assertThat(first).isCompletedWithValue(Optional.empty());
        assertThat(current()).isCompletedWithValue(Optional.empty());
        assertThat(internet.requests()).hasSize(1);
        clock.pass(Duration.ofSeconds(11));
        assertThat(fetched(cached(set("a"), ""))).isNotNull();
    }

    @Test
    void aSetThatCannotBeUsedIsAFailure() {
        KeySet good = fetched(cached(set("a"), "max-age=60"));
        JWK symmetric = new OctetSequenceKey.Builder(new byte[32]).build();
        for (String bad : new String[] {
            "",
            "null",
            "{}",
            "[]",
            "{\"keys\":[]}",
            "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
            new JWKSet(key("private")).toString(false),
            new JWKSet(symmetric).toString(false),
            new JWKSet(java.util.stream.IntStream.range(0, 21)
                            .mapToObj(i -> key("k" + i))
                            .toList())
                    .toString(true)
        }) {
            clock.pass(Duration.ofMinutes(2));
            assertThat(fetched(cached(bad, ""))).as(bad).isEqualTo(good);
        }
    }

    @Test
    void keysOfUnknownKindsArePassedOver() {
        String mixed = "{\"keys\":[{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\"},"
                + key("a").toPublicJWK().toJSONString() + "]}";
        assertThat(fetched(cached(mixed, "")).jwks()).contains("\"a\"").doesNotContain("AKP");
    }

    @Test
    void aWorkspaceKeepsSoManySetsAndNoMore() {
        for (int i = 0; i < 101; i++) {
            keys.current(URI + i);
            internet.answer(set("a"));
        }
        keys.current(URI + 100);
        assertThat(internet.requests()).hasSize(101);
        keys.current(URI + 0);
        assertThat(internet.requests()).as("the oldest was forgotten").hasSize(102);
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

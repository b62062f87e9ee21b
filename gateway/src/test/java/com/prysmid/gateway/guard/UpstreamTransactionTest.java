package com.prysmid.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamTransactionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Slug ACME = new Slug("acme");

    private final InteractionSeal seal;

    UpstreamTransactionTest(@TempDir Path directory) throws IOException {
        seal = new InteractionSeal(
                InteractionKeyset.open(directory.resolve("interactions.json")), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void anAnswerThatAnotherSitePostsIsOfTheBrowserThatAskedAndOfNoOther() {
        UpstreamTransaction.Begun mine = begin(true);
        UpstreamTransaction.Begun attackers = begin(true);
        UpstreamTransaction back = reopened(attackers);
        assertThat(back.formPost()).isTrue();
        assertThat(back.isOf(with(cookie(attackers)))).isTrue();
        assertThat(back.isOf(with(cookie(mine)))).as("a victim's browser").isFalse();
        assertThat(back.isOf(HttpRequest.create())).as("which has none").isFalse();
    }

    @Test
    void theCookiesOfBothWaysBackAreKeptApart() {
        UpstreamTransaction.Begun posted = begin(true);
        UpstreamTransaction.Begun redirected = begin(false);
        assertThat(cookie(posted).getSameSite())
                .as("comes with another site's POST")
                .contains(SameSite.None);
        assertThat(cookie(redirected).getSameSite()).contains(SameSite.Lax);
        assertThat(cookie(posted).name()).isNotEqualTo(cookie(redirected).name());
        for (UpstreamTransaction.Begun begun : new UpstreamTransaction.Begun[] {posted, redirected}) {
            assertThat(cookie(begun).name()).startsWith("__Host-");
            assertThat(cookie(begun).secure()).isTrue();
            assertThat(cookie(begun).httpOnly()).isTrue();
        }
        assertThat(reopened(posted)
                        .isOf(with(HttpCookie.create(
                                cookie(redirected).name(), cookie(posted).value()))))
                .isFalse();
    }

    @Test
    void itIsGoodHereForAQuarterOfAnHourAndNowhereElse() {
        UpstreamTransaction transaction = begin(true).transaction();
        String state = transaction.seal(seal, ACME);
        Duration life = Duration.ofMinutes(15);
        assertThat(UpstreamTransaction.open(seal, ACME, state, NOW.plus(life).minusMillis(1)))
                .contains(transaction);
        assertThat(UpstreamTransaction.open(seal, ACME, state, NOW.plus(life))).isEmpty();
        assertThat(UpstreamTransaction.open(seal, new Slug("globex"), state, NOW))
                .isEmpty();
        assertThat(UpstreamTransaction.open(seal, ACME, state + "A", NOW)).isEmpty();
    }

    private static UpstreamTransaction.Begun begin(boolean formPost) {
        return UpstreamTransaction.begin(HttpRequest.create(), "apple", formPost, null, null, null, null, NOW);
    }

    private UpstreamTransaction reopened(UpstreamTransaction.Begun begun) {
        return UpstreamTransaction.open(seal, ACME, begun.transaction().seal(seal, ACME), NOW)
                .orElseThrow();
    }

    private static HttpCookie cookie(UpstreamTransaction.Begun begun) {
        return ((SetCookie) begun.cookie()).cookie();
    }

    private static HttpRequest with(HttpCookie cookie) {
        return HttpRequest.create().addHeader(Cookie.create(cookie.pair()));
    }
}

package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.outbound.RequestObjectByReference.Fetched;
import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect Core §6.2. */
class RequestObjectByReferenceTest {
    private final FakeInternet internet = new FakeInternet();

    private CompletableFuture<Fetched> fetch(String uri) {
        return new RequestObjectByReference(internet)
                .fetch(new Slug("acme"), uri)
                .toCompletableFuture();
    }

    @ParameterizedTest
    @ValueSource(strings = {"e30.e30.c2ln", "e30.e30.", "e30..aXY.Y3Q.dGFn", "e30.a2V5.aXY.Y3Q.dGFn"})
    void aJwtInCompactFormIsHandedOn(String jwt) {
        CompletableFuture<Fetched> fetched = fetch("https://rp.example/request");
        internet.answer(jwt + "\n");
        assertThat(fetched).isCompletedWithValue(new Fetched.Jwt(jwt));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e30", "e30.e30", "e30.e30.x.y", "{\"scope\":\"openid\"}", "e30.e30.c2 ln", "<html>"})
    void anythingElseIsNone(String body) {
        CompletableFuture<Fetched> fetched = fetch("https://rp.example/request");
        internet.answer(body);
        assertThat(fetched).isCompletedWithValue(new Fetched.Unavailable());
    }

    @Test
    void theFragmentIsNotSent() {
        CompletableFuture<Fetched> fetched = fetch("https://rp.example/request?a=b#hash");
        assertThat(internet.requests().getFirst().url()).isEqualTo("https://rp.example/request?a=b");
        internet.answer(new Outcome.Refused(Outcome.Reason.TIMED_OUT));
        assertThat(fetched).isCompletedWithValue(new Fetched.Unavailable());
    }

    @Test
    void anErrorPageIsNoRequestObject() {
        CompletableFuture<Fetched> fetched = fetch("https://rp.example/request");
        internet.answer(new Outcome.Answered(404, "application/jwt", "", "e30.e30.c2ln"));
        assertThat(fetched).isCompletedWithValue(new Fetched.Unavailable());
    }
}

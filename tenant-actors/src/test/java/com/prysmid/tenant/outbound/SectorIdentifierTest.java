package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.outbound.SectorIdentifier.Finding;
import com.prysmid.tenant.protocol.Slug;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect Core §8.1. */
class SectorIdentifierTest {
    private static final List<String> URIS = List.of("https://a.example/cb", "https://b.example/cb");

    private final FakeInternet internet = new FakeInternet();

    private CompletableFuture<Finding> check(List<String> uris) {
        return new SectorIdentifier(internet)
                .check(new Slug("acme"), "https://sector.example/uris.json", uris)
                .toCompletableFuture();
    }

    @Test
    void everyRedirectUriMustBeListedCharacterByCharacter() {
        CompletableFuture<Finding> finding = check(URIS);
        internet.answer("[\"https://b.example/cb\",\"https://c.example/\",\"https://a.example/cb\"]");
        assertThat(finding).isCompletedWithValue(new Finding.Covers());
        finding = check(URIS);
        internet.answer("[\"https://A.example/cb\",\"https://a.example/cb/\",\"https://b.example/cb\"]");
        assertThat(finding).isCompletedWithValue(new Finding.Misses(List.of("https://a.example/cb")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[1]",
                "[[\"https://a.example/cb\"]]",
                "\"https://a.example/cb\"",
                "[",
                "<html>"
            })
    void whatIsNoArrayOfStringsIsUnreadable(String body) {
        CompletableFuture<Finding> finding = check(URIS);
        internet.answer(body);
        assertThat(finding).isCompletedWithValue(new Finding.Unreadable());
    }

    @Test
    void anotherStatusAndNoAnswerAreUnreadable() {
        CompletableFuture<Finding> finding = check(List.of());
        internet.answer(new Outcome.Answered(302, "application/json", "", "[]"));
        assertThat(finding).isCompletedWithValue(new Finding.Unreadable());
        finding = check(List.of());
        internet.answer(new Outcome.Refused(Outcome.Reason.FORBIDDEN_ADDRESS));
        assertThat(finding).isCompletedWithValue(new Finding.Unreadable());
    }
}

package com.prysmid.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdempotentIdTest {
    private static final Slug ACME = new Slug("acme");

    @Test
    void theSameKeyOfTheSameCallerNamesTheSameObject() {
        assertThat(IdempotentId.of(ACME, "/users", "service_account:a", "k1"))
                .isEqualTo(IdempotentId.of(ACME, "/users", "service_account:a", "k1"))
                .matches("[0-9a-f]{32}")
                .satisfies(id -> assertThat(UserId.parse(id)).isPresent());
    }

    @Test
    void anotherWorkspaceCollectionCallerOrKeyNamesAnother() {
        List<String> ids = Stream.of(
                        IdempotentId.of(ACME, "/users", "user:a", "k1"),
                        IdempotentId.of(new Slug("acme2"), "/users", "user:a", "k1"),
                        IdempotentId.of(ACME, "/projects", "user:a", "k1"),
                        IdempotentId.of(ACME, "/users", "app:a", "k1"),
                        IdempotentId.of(ACME, "/users", "user:a", "k2"))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void wherePartsEndMatters() {
        assertThat(IdempotentId.of(ACME, "/users", "user:a", "bc"))
                .isNotEqualTo(IdempotentId.of(ACME, "/users", "user:ab", "c"));
    }
}

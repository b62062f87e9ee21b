package com.prysmid.tenant.upstream;

import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The discovery documents of one workspace's providers, in memory while the workspace runs. One fetch of a document at a time,
 * whoever waits; a failure is asked again after some seconds, and a document that cannot be renewed stays good for a day.
 * Thread-safe; never blocks.
 */
final class DiscoveredProviders {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final Duration FRESH = Duration.ofMinutes(30);
    private static final Duration GOOD_WITHOUT_RENEWAL = Duration.ofHours(24);
    /** A provider that is down costs a request per this long and no more. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 64 * 1024;
    /** More than a workspace may configure. */
    private static final int MOST_DOCUMENTS = 60;

    private final Slug workspace;
    private final Outbound outbound;
    private final Executor parsing;
    private final Clock clock;
    private final Map<String, Entry> documents = new LinkedHashMap<>(16, 0.75f, true);

    DiscoveredProviders(Slug workspace, Outbound outbound, Executor parsing, Clock clock) {
        this.workspace = workspace;
        this.outbound = outbound;
        this.parsing = parsing;
        this.clock = clock;
    }

    /** Guarded by {@link DiscoveredProviders#documents}. */
    private static final class Entry {
        private @Nullable ProviderMetadata good;
        private Instant fetchedAt = Instant.MIN;
        private Instant nextFetch = Instant.MIN;
        private @Nullable CompletableFuture<Optional<ProviderMetadata>> underWay;
    }

    /** Empty where there is none to be had. Whose issuer it names is for the caller to check. */
    CompletionStage<Optional<ProviderMetadata>> at(String issuer) {
        Instant now = clock.instant();
        CompletableFuture<Optional<ProviderMetadata>> started = new CompletableFuture<>();
        Entry entry;
        synchronized (documents) {
            entry = documents.computeIfAbsent(issuer, none -> new Entry());
            if (documents.size() > MOST_DOCUMENTS) {
                documents.remove(documents.keySet().iterator().next());
            }
            if (entry.good != null && now.isBefore(entry.fetchedAt.plus(FRESH))) {
                return CompletableFuture.completedStage(Optional.of(entry.good));
            }
            if (entry.underWay != null) {
                return entry.underWay.copy();
            }
            if (now.isBefore(entry.nextFetch)) {
                return CompletableFuture.completedStage(Optional.ofNullable(stillGood(entry, now)));
            }
            entry.nextFetch = now.plus(AGAIN_AFTER);
            entry.underWay = started;
        }
        String url = (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + WELL_KNOWN;
        outbound.send(workspace, OutboundRequest.get(url, "application/json", MOST_BYTES))
                .thenApplyAsync(DiscoveredProviders::read, parsing)
                .whenComplete(
                        (read, thrown) -> started.complete(settle(entry, thrown == null ? read : Optional.empty())));
        return started.copy();
    }

    private Optional<ProviderMetadata> settle(Entry entry, Optional<ProviderMetadata> read) {
        Instant now = clock.instant();
        synchronized (documents) {
            entry.underWay = null;
            read.ifPresent(fresh -> {
                entry.good = fresh;
                entry.fetchedAt = now;
            });
            return Optional.ofNullable(stillGood(entry, now));
        }
    }

    private static @Nullable ProviderMetadata stillGood(Entry entry, Instant now) {
        return entry.good != null && now.isBefore(entry.fetchedAt.plus(GOOD_WITHOUT_RENEWAL)) ? entry.good : null;
    }

    private static Optional<ProviderMetadata> read(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answer when answer.isOk() -> ProviderMetadata.parse(answer.text());
            case Outcome.Answered other -> Optional.empty();
            case Outcome.Refused refused -> Optional.empty();
        };
    }
}

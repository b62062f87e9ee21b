package com.prysmid.tenant.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.prysmid.tenant.protocol.Slug;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What a {@code sector_identifier_uri} says (OpenID Connect Core §8.1, Registration §5): a JSON array of redirect URIs, read when an
 * app is registered or changed. Thread-safe.
 */
public final class SectorIdentifier {
    private static final int MOST_BYTES = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final Outbound outbound;

    public SectorIdentifier(Outbound outbound) {
        this.outbound = outbound;
    }

    /** Whether the app may say it is of that sector. */
    public sealed interface Finding {

        /** Every redirect URI is there. */
        record Covers() implements Finding {}

        /** @param redirectUris those that are not there */
        record Misses(List<String> redirectUris) implements Finding {
            public Misses {
                redirectUris = List.copyOf(redirectUris);
            }
        }

        /** It could not be fetched, or is no array of strings. */
        record Unreadable() implements Finding {}
    }

    /** Redirect URIs are compared character by character. Completes normally, whatever happens. */
    public CompletionStage<Finding> check(Slug workspace, String sectorIdentifierUri, List<String> redirectUris) {
        List<String> wanted = List.copyOf(redirectUris);
        return outbound.send(workspace, OutboundRequest.get(sectorIdentifierUri, "application/json", MOST_BYTES))
                .thenApply(outcome -> switch (outcome) {
                    case Outcome.Answered answer
                    when answer.isOk() ->
                        read(answer.text())
                                .map(listed -> compare(listed, wanted))
                                .orElseGet(Finding.Unreadable::new);
                    case Outcome.Answered other -> new Finding.Unreadable();
                    case Outcome.Refused refused -> new Finding.Unreadable();
                });
    }

    private static Finding compare(Set<String> listed, List<String> wanted) {
        List<String> missing =
                wanted.stream().filter(uri -> !listed.contains(uri)).toList();
        return missing.isEmpty() ? new Finding.Covers() : new Finding.Misses(missing);
    }

    private static Optional<Set<String>> read(String text) {
        try {
            JsonNode array = JSON.readTree(text);
            if (array == null || !array.isArray()) {
                return Optional.empty();
            }
            Set<String> uris = new HashSet<>();
            for (JsonNode uri : array) {
                if (!uri.isTextual()) {
                    return Optional.empty();
                }
                uris.add(uri.textValue());
            }
            return Optional.of(uris);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

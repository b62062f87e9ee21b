package com.prysmid.tenant.state;

import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.protocol.GrantDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What apps ask the person for, by request id: for as long as an answer may be fetched, and a little longer. */
public record CibaRequests(Map<String, CibaRequest> byId) {
    public static final CibaRequests EMPTY = new CibaRequests(Map.of());

    /** For so long after its end a client is told that, rather than that it was never known. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** What the person said. */
    public enum Answer {
        NONE,
        YES,
        NO
    }

    public record CibaRequest(
            String secretDigest,
            String clientId,
            Set<String> scopes,
            boolean refreshable,
            GrantDetails details,
            @Nullable String bindingMessage,
            Instant requestedAt,
            Instant expiresAt,
            Answer answer,
            CibaEvent.@Nullable Ping ping) {
        public boolean isWaiting(Instant now) {
            return answer == Answer.NONE && now.isBefore(expiresAt);
        }

        CibaRequest answered(Answer given) {
            return new CibaRequest(
                    secretDigest,
                    clientId,
                    scopes,
                    refreshable,
                    details,
                    bindingMessage,
                    requestedAt,
                    expiresAt,
                    given,
                    ping);
        }

        @Override
        public String toString() {
            return "CibaRequest[clientId=" + clientId + "]";
        }
    }

    public Optional<CibaRequest> find(String requestId) {
        return Optional.ofNullable(byId.get(requestId));
    }

    /** What its app is told once there is an answer; empty where it polls, or where it is too late. */
    public Optional<CibaEvent.Ping> ping(String requestId, Instant now) {
        return find(requestId)
                .filter(request -> now.isBefore(request.expiresAt()))
                .map(CibaRequest::ping);
    }

    /** Ids of those that wait for an answer, the oldest first. */
    public List<String> waiting(Instant now) {
        return byId.entrySet().stream()
                .filter(entry -> entry.getValue().isWaiting(now))
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(CibaRequest::requestedAt)))
                .map(Map.Entry::getKey)
                .toList();
    }

    CibaRequests apply(Instant at, CibaEvent event) {
        return switch (event) {
            case CibaEvent.Requested e ->
                new CibaRequests(Maps.with(
                        Maps.keep(
                                byId,
                                (id, request) ->
                                        request.expiresAt().plus(REMEMBERED).isAfter(at)),
                        e.requestId(),
                        new CibaRequest(
                                e.secretDigest(),
                                e.clientId(),
                                e.scopes(),
                                e.refreshable(),
                                e.details(),
                                e.bindingMessage(),
                                at,
                                e.expiresAt(),
                                Answer.NONE,
                                e.ping())));
            case CibaEvent.Approved e -> answered(e.requestId(), Answer.YES);
            case CibaEvent.Denied e -> answered(e.requestId(), Answer.NO);
        };
    }

    private CibaRequests answered(String requestId, Answer answer) {
        return find(requestId)
                .map(request -> new CibaRequests(Maps.with(byId, requestId, request.answered(answer))))
                .orElse(this);
    }
}

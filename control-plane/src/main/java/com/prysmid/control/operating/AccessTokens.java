package com.prysmid.control.operating;

import com.nimbusds.jwt.JWTClaimsSet;
import com.prysmid.control.value.Secret;
import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.http.javadsl.model.FormData;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Access tokens of service accounts, each asked for once and used until shortly before it expires. Safe for many threads at once. */
final class AccessTokens {
    private static final String SCOPE = "urn:prysmid:admin";

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** RFC 7523 §3: short, because it is used at once. */
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(1);

    /** For a slow request and for clocks that differ. */
    private static final Duration EARLY = Duration.ofMinutes(1);

    /** From here on, tokens that have expired are swept out whenever another one comes. */
    private static final int MANY = 1_000;

    private final PublicOrigins origins;
    private final Vault vault;
    private final Clock clock;
    private final ConcurrentMap<Binding, Held> held = new ConcurrentHashMap<>();

    /** A token with the key it was given for: another key asks for another. */
    private record Held(String keyId, Secret token, Instant until) {}

    AccessTokens(PublicOrigins origins, Vault vault, Clock clock) {
        this.origins = origins;
        this.vault = vault;
        this.clock = clock;
    }

    /** What asking for a token came to. */
    sealed interface Grant {
        record Granted(Secret token) implements Grant {}

        record Denied(AdminReply reply) implements Grant {}
    }

    CompletionStage<Grant> token(ServiceAccountAccess access) {
        Instant now = clock.instant();
        Held known = held.get(access.binding());
        if (known != null && known.keyId().equals(access.key().keyId()) && now.isBefore(known.until())) {
            return CompletableFuture.completedStage(new Grant.Granted(known.token()));
        }
        Optional<String> assertion = vault.sign(access.binding(), access.key(), claims(access, now));
        if (assertion.isEmpty()) {
            return CompletableFuture.completedStage(new Grant.Denied(new AdminReply.KeyLost()));
        }
        HttpRequest request = HttpRequest.POST(endpoint(access))
                .withEntity(FormData.create(Map.of(
                                "grant_type",
                                "client_credentials",
                                "scope",
                                SCOPE,
                                "client_assertion_type",
                                ASSERTION_TYPE,
                                "client_assertion",
                                assertion.get()))
                        .toEntity());
        return origins.send(request)
                .handle((answer, failure) -> failure == null
                        ? understood(access, answer, now)
                        : new Grant.Denied(new AdminReply.Unreachable(PublicOrigins.reason(failure))));
    }

    /** It was refused although it should hold: the next request asks for another. */
    void forget(ServiceAccountAccess access) {
        held.remove(access.binding());
    }

    private static String endpoint(ServiceAccountAccess access) {
        return access.issuer() + "/oauth/v2/token";
    }

    private static JWTClaimsSet claims(ServiceAccountAccess access, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(access.clientId())
                .subject(access.clientId())
                .audience(endpoint(access))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                .build();
    }

    private Grant understood(ServiceAccountAccess access, PublicOrigins.Answer answer, Instant asked) {
        String token = answer.text("access_token");
        if (answer.status() == 200
                && !token.isEmpty()
                && answer.text("token_type").equalsIgnoreCase("Bearer")) {
            long seconds = answer.body().path("expires_in").asLong(0);
            Secret granted = new Secret(token);
            keep(
                    access,
                    new Held(
                            access.key().keyId(),
                            granted,
                            asked.plusSeconds(seconds).minus(EARLY)),
                    asked);
            return new Grant.Granted(granted);
        }
        return new Grant.Denied(
                answer.status() >= 400 && answer.status() < 500 && answer.status() != 429
                        ? new AdminReply.Refused(answer.status(), answer.text("error"))
                        : new AdminReply.Unreachable("HTTP " + answer.status() + " from the token endpoint"));
    }

    private void keep(ServiceAccountAccess access, Held token, Instant now) {
        if (held.size() >= MANY) {
            held.values().removeIf(known -> !now.isBefore(known.until()));
        }
        held.put(access.binding(), token);
    }
}

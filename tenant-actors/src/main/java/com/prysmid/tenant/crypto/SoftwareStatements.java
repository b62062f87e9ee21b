package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Software statements (RFC 7591 §2.3): metadata that somebody vouches for by a signature. They say of what software an app is, not
 * which app it is, so one statement serves many registrations and may have no end.
 */
public final class SoftwareStatements {
    private SoftwareStatements() {}

    /** What a statement comes to. */
    public sealed interface Outcome {
        /** @param json its claims, as they were signed */
        record Approved(String json) implements Outcome {}

        /** Broken, expired, or not signed by anybody whom the workspace believes. */
        record Invalid() implements Outcome {}

        /** Well signed, by an issuer whom the workspace does not name. */
        record Unapproved() implements Outcome {}
    }

    public static Outcome verify(String statement, AssertionKeys keys, List<String> issuers, Instant now) {
        Optional<CompactJws> parsed = CompactJws.parse(statement);
        if (parsed.isEmpty()) {
            return new Outcome.Invalid();
        }
        CompactJws jws = parsed.get();
        boolean signed = jws.algorithm().stream()
                .flatMap(algorithm -> keys.candidates(algorithm, jws.text("kid")).stream())
                .anyMatch(key -> key.verifies(jws));
        Optional<Claims> claims = jws.claims();
        if (!signed
                || claims.isEmpty()
                || claims.get().hasTimeAfter("nbf", now)
                || (claims.get().values().containsKey("exp")
                        && claims.get().time("exp").filter(now::isBefore).isEmpty())) {
            return new Outcome.Invalid();
        }
        return claims.get().text("iss").filter(issuers::contains).isPresent()
                ? new Outcome.Approved(new String(Base64.getUrlDecoder().decode(jws.payload()), UTF_8))
                : new Outcome.Unapproved();
    }
}

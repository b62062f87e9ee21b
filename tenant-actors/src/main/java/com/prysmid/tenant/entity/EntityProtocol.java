package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.HashingOverloaded;
import com.prysmid.tenant.crypto.SigningOverloaded;
import com.prysmid.tenant.protocol.Refused;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;

/** How failures off the entity's thread become answers. */
final class EntityProtocol {
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private EntityProtocol() {}

    /**
     * For what should never happen. An entity that fell over it would take with it what it alone remembers: which assertions and
     * proofs were used, whose passwords are being checked.
     */
    static Refused unexpected(RuntimeException thrown, String what, Logger log) {
        log.error("{} failed unexpectedly", what, thrown);
        return Refused.overloaded(SHORTLY);
    }

    static Refused failure(Throwable thrown, String what, Logger log) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case HashingOverloaded e -> Refused.overloaded(e.retryAfter());
            case SigningOverloaded e -> Refused.overloaded(SHORTLY);
            case TokenFormats.NoKeyToEncryptTo e ->
                Refused.of(
                        Refused.Reason.UNAUTHORIZED_CLIENT,
                        "unauthorized_client",
                        "The app registered an encryption, and none of its keys fits it.");
            case IllegalArgumentException e
            when what.equals("cursor") -> Refused.invalid("cursor", "invalid", "is no cursor of this list");
            default -> {
                log.warn("{} failed: {}", what, cause.toString());
                yield Refused.overloaded(SHORTLY);
            }
        };
    }
}

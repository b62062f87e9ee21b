package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace asks of all its apps at the protocol's endpoints.
 *
 * @param registration                       who may register apps by themselves (RFC 7591 §3)
 * @param requirePushedAuthorizationRequests RFC 9126 §5
 * @param dpopNonceRequired                  RFC 9449 §8: a proof needs a nonce of ours
 * @param tlsClientAuthorities               CA certificates that client certificates chain to (RFC 8705 §2.1), PEM; null: none
 * @param softwareStatementKeys              a JWK Set of those whose software statements are believed (RFC 7591 §2.3), JSON; null:
 *                                           nobody's
 * @param softwareStatementIssuers           and the {@code iss} that they must name
 */
public record ProtocolPolicy(
        Registration registration,
        boolean requirePushedAuthorizationRequests,
        boolean dpopNonceRequired,
        @Nullable String tlsClientAuthorities,
        @Nullable String softwareStatementKeys,
        List<String> softwareStatementIssuers) {

    /** Who may use the registration endpoint. */
    public enum Registration {
        @JsonProperty("closed")
        CLOSED,
        @JsonProperty("initial_access_token")
        INITIAL_ACCESS_TOKEN,
        @JsonProperty("open")
        OPEN
    }

    public static final ProtocolPolicy DEFAULTS =
            new ProtocolPolicy(Registration.CLOSED, false, false, null, null, List.of());

    public ProtocolPolicy {
        registration = registration == null ? Registration.CLOSED : registration;
        softwareStatementIssuers = softwareStatementIssuers == null ? List.of() : List.copyOf(softwareStatementIssuers);
    }
}

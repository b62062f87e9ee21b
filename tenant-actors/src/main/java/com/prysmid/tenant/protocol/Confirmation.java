package com.prysmid.tenant.protocol;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that whoever uses a token has to prove (RFC 7800 {@code cnf}): one of the two.
 *
 * @param jkt     RFC 9449 §6.1: base64url SHA-256 thumbprint of a DPoP key
 * @param x5tS256 RFC 8705 §3.1: base64url SHA-256 of the client certificate's DER
 */
public record Confirmation(@Nullable String jkt, @Nullable String x5tS256) {
    private static final String DPOP_KEY = "jkt";
    private static final String CERTIFICATE = "x5t#S256";

    public Confirmation {
        if ((jkt == null) == (x5tS256 == null)) {
            throw new IllegalArgumentException("a token is bound to one key");
        }
    }

    /** The claim {@code cnf}: {@code jkt} or {@code x5t#S256}. */
    public Map<String, Object> claim() {
        return jkt != null ? Map.of(DPOP_KEY, jkt) : Map.of(CERTIFICATE, Objects.requireNonNull(x5tS256));
    }

    /** Empty for what is no claim of ours: a token that has it is as good as broken, and never a bearer token. */
    public static Optional<Confirmation> parse(@Nullable Object claim) {
        if (!(claim instanceof Map<?, ?> members) || members.size() != 1) {
            return Optional.empty();
        }
        if (members.get(DPOP_KEY) instanceof String jkt) {
            return Optional.of(ofDpopKey(jkt));
        }
        return members.get(CERTIFICATE) instanceof String certificate
                ? Optional.of(ofCertificate(certificate))
                : Optional.empty();
    }

    public static Confirmation ofDpopKey(String jkt) {
        return new Confirmation(jkt, null);
    }

    public static Confirmation ofCertificate(String x5tS256) {
        return new Confirmation(null, x5tS256);
    }
}

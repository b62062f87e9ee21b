package com.prysmid.tenant.decide;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Public keys that others register with us: which are taken, and why others are not. */
public final class PublicKeys {
    private static final int MINIMUM_RSA_BITS = 2048;
    private static final int LIMIT = 10;

    private PublicKeys() {}

    /**
     * @param jwks    the JWK Set as JSON, public members only; null where there is a problem
     * @param problem null where it is good
     */
    public record Parsed(@Nullable String jwks, @Nullable String problem) {}

    /** One JWK (RFC 7517 §4). */
    public static Parsed parseOne(String json) {
        try {
            return check(new JWKSet(JWK.parse(json)));
        } catch (ParseException | RuntimeException e) {
            // The parser is not total: the text "null", for one, makes it trip over its own null.
            return new Parsed(null, "is no JWK");
        }
    }

    /** A JWK Set (RFC 7517 §5). */
    public static Parsed parseSet(String json) {
        try {
            return check(JWKSet.parse(json));
        } catch (ParseException | RuntimeException e) {
            return new Parsed(null, "is no JWK Set");
        }
    }

    private static Parsed check(JWKSet set) {
        List<JWK> keys = set.getKeys();
        if (keys.isEmpty() || keys.size() > LIMIT) {
            return new Parsed(null, "must hold 1 to " + LIMIT + " keys");
        }
        for (JWK key : keys) {
            String problem = problemOf(key);
            if (problem != null) {
                return new Parsed(null, problem);
            }
        }
        return new Parsed(set.toString(true), null);
    }

    private static @Nullable String problemOf(JWK key) {
        if (key.isPrivate()) {
            return "holds a private or symmetric key: register the public key only";
        }
        return switch (key) {
            case RSAKey rsa ->
                rsa.size() < MINIMUM_RSA_BITS ? "has an RSA key of fewer than " + MINIMUM_RSA_BITS + " bits" : null;
            case ECKey ec -> Curve.P_256.equals(ec.getCurve()) ? onCurve(ec) : "has an EC key that is not on P-256";
            case OctetKeyPair okp -> Curve.Ed25519.equals(okp.getCurve()) ? null : "has an OKP key that is not Ed25519";
            default -> "has a key of a type that cannot verify signatures";
        };
    }

    private static @Nullable String onCurve(ECKey key) {
        try {
            key.toECPublicKey();
            return null;
        } catch (JOSEException e) {
            return "has an EC key that is not on its curve";
        }
    }
}

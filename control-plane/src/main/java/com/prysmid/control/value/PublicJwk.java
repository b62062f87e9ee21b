package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A public signing key as JWK (RFC 7517): RSA of 2048 to 8192 bits, EC P-256, or OKP Ed25519 (RFC 8037). A key with any private
 * member is refused before anything is stored.
 *
 * @param members the JWK's members, sorted by name; values are strings, or a list of strings for {@code key_ops}
 */
public record PublicJwk(@JsonValue Map<String, Object> members) {
    /** RFC 7518 6.2.2, 6.3.2 and 6.4.1, RFC 8037 2: every member that is private or secret. */
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final Set<String> ACCEPTED =
            Set.of("kty", "use", "key_ops", "alg", "kid", "n", "e", "crv", "x", "y");

    // RFC 8725 3.5 and NIST SP 800-131A: shorter moduli are broken or will be; longer ones only burn verifying time.
    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;
    private static final int ED25519_BYTES = 32;
    private static final int LONGEST_KID = 200;

    @JsonCreator
    public PublicJwk {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
    }

    /** Checks a JWK that comes from outside. */
    public static PublicJwk parse(Map<String, Object> members) {
        for (String name : PRIVATE) {
            if (members.containsKey(name)) {
                throw new InvalidValue(
                        "private_key_member",
                        "contains the private member '" + name + "': send the public key only, and replace this one,"
                                + " because it has left its owner");
            }
        }
        for (String name : members.keySet()) {
            if (!ACCEPTED.contains(name)) {
                throw new InvalidValue(
                        "unknown_member", "contains a member that is not accepted: '" + printable(name) + "'");
            }
        }
        try {
            check(JWK.parse(members));
        } catch (ParseException | IllegalStateException | ClassCastException e) {
            throw new InvalidValue("invalid_jwk", "is not a public JWK of kty RSA, EC (P-256) or OKP (Ed25519)");
        }
        return new PublicJwk(members);
    }

    private static void check(JWK key) {
        if (key.getKeyUse() != null && !"sig".equals(key.getKeyUse().identifier())) {
            throw new InvalidValue("invalid_jwk", "has a 'use' other than sig");
        }
        if (key.getKeyOperations() != null && !key.getKeyOperations().equals(Set.of(KeyOperation.VERIFY))) {
            throw new InvalidValue("invalid_jwk", "has 'key_ops' other than [\"verify\"]");
        }
        if (key.getKeyID() != null
                && (key.getKeyID().isEmpty() || key.getKeyID().length() > LONGEST_KID)) {
            throw new InvalidValue("invalid_jwk", "has a 'kid' that is empty or longer than 200 characters");
        }
        switch (key) {
            case RSAKey rsa -> checkRsa(rsa);
            case ECKey ec -> {
                if (!Curve.P_256.equals(ec.getCurve())) {
                    throw new InvalidValue("unsupported_curve", "must use crv P-256");
                }
                allowAlgorithm(key, Set.of("ES256"));
            }
            case OctetKeyPair pair -> {
                if (!Curve.Ed25519.equals(pair.getCurve())) {
                    throw new InvalidValue("unsupported_curve", "must use crv Ed25519");
                }
                if (pair.getX().decode().length != ED25519_BYTES) {
                    throw new InvalidValue("invalid_jwk", "has an 'x' that is not 32 bytes long");
                }
                allowAlgorithm(key, Set.of("EdDSA", "Ed25519"));
            }
            default -> throw new InvalidValue("unsupported_key_type", "must be of kty RSA, EC or OKP");
        }
    }

    private static void checkRsa(RSAKey rsa) {
        int bits = rsa.getModulus().decodeToBigInteger().bitLength();
        if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
            throw new InvalidValue("weak_key", "must have an RSA modulus of 2048 to 8192 bits");
        }
        var exponent = rsa.getPublicExponent().decodeToBigInteger();
        if (exponent.bitLength() < 2 || exponent.bitLength() > 64 || !exponent.testBit(0)) {
            throw new InvalidValue("weak_key", "must have an odd public exponent of at least 3");
        }
        allowAlgorithm(rsa, Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"));
    }

    private static void allowAlgorithm(JWK key, Set<String> allowed) {
        if (key.getAlgorithm() != null && !allowed.contains(key.getAlgorithm().getName())) {
            throw new InvalidValue("invalid_jwk", "has an 'alg' that does not sign with this kind of key");
        }
    }

    private static String printable(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9_#.:-]", "?");
        return kept.length() > 40 ? kept.substring(0, 40) : kept;
    }
}

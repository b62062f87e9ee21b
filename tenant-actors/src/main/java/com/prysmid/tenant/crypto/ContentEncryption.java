package com.prysmid.tenant.crypto;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Encrypts a signed JWT to an app's public key: a nested JWT (RFC 7519 section 5.2, OpenID Connect Core section 10.2). The two
 * algorithms are those the app registered; the key is one of its own that is meant for them. Costs up to a millisecond of a core:
 * never on an actor's thread. Thread-safe.
 */
public final class ContentEncryption {

    /**
     * How the content's key is conveyed (RFC 7518 section 4.1). Not {@code RSA1_5}, which is a padding oracle (RFC 8725 section
     * 3.2), nor {@code RSA-OAEP}, which is SHA-1.
     */
    public static final List<String> KEY_ALGORITHMS =
            List.of("RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW");

    /** How the content is encrypted (RFC 7518 section 5.1). */
    public static final List<String> CONTENT_ALGORITHMS =
            List.of("A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM");

    /** OpenID Connect Registration section 2: where only the first of the two was registered. */
    public static final String DEFAULT_CONTENT_ALGORITHM = "A128CBC-HS256";

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;
    private static final int MAX_KEYS = 20;
    private static final Set<KeyOperation> ENCRYPTING =
            Set.of(KeyOperation.ENCRYPT, KeyOperation.WRAP_KEY, KeyOperation.DERIVE_KEY, KeyOperation.DERIVE_BITS);

    private final JWEHeader header;
    private final JWEEncrypter encrypter;

    private ContentEncryption(JWEHeader header, JWEEncrypter encrypter) {
        this.header = header;
        this.encrypter = encrypter;
    }

    /**
     * With the key of a JWK set (RFC 7517) that fits best: one that says it is for encryption before one that says nothing, one
     * that names the algorithm before one that names none, and otherwise the first.
     *
     * @param jwks JSON; keys for signatures and of kinds that do not fit are passed over
     * @return empty where no key fits, or the text is no JWK set of public keys
     * @throws IllegalArgumentException for an algorithm that is not spoken here
     */
    public static Optional<ContentEncryption> to(String jwks, String alg, String enc) {
        if (!KEY_ALGORITHMS.contains(alg) || !CONTENT_ALGORITHMS.contains(enc)) {
            throw new IllegalArgumentException("not a content encryption spoken here");
        }
        return keys(jwks).stream()
                .filter(key -> fits(key, alg))
                .min(Comparator.comparing((JWK key) -> key.getKeyUse() == null)
                        .thenComparing(key -> key.getAlgorithm() == null))
                .flatMap(key -> encryption(key, JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc)));
    }

    /** The compact form of the JWE (RFC 7516 section 7.1), with {@code cty: JWT} and, where the key has one, its {@code kid}. */
    public String nest(String signedJwt) {
        JWEObject object = new JWEObject(header, new Payload(signedJwt));
        try {
            object.encrypt(encrypter);
            return object.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException("encrypting with " + header.getAlgorithm() + " failed", broken);
        }
    }

    private static List<JWK> keys(String jwks) {
        try {
            List<JWK> keys = JWKSet.parse(jwks).getKeys();
            return keys.size() > MAX_KEYS || keys.stream().anyMatch(JWK::isPrivate) ? List.of() : keys;
        } catch (ParseException | RuntimeException malformed) {
            // The parser is not total: some texts make it trip over its own nulls.
            return List.of();
        }
    }

    private static boolean fits(JWK key, String alg) {
        boolean forEncryption = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.ENCRYPTION);
        boolean mayEncrypt = key.getKeyOperations() == null
                || key.getKeyOperations().stream().anyMatch(ENCRYPTING::contains);
        boolean named =
                key.getAlgorithm() == null || key.getAlgorithm().getName().equals(alg);
        boolean ofTheKind = switch (key) {
            case RSAKey rsa -> alg.startsWith("RSA") && rsa.size() >= MIN_RSA_BITS && rsa.size() <= MAX_RSA_BITS;
            case ECKey ec -> alg.startsWith("ECDH") && Curve.P_256.equals(ec.getCurve());
            default -> false;
        };
        return forEncryption && mayEncrypt && named && ofTheKind;
    }

    private static Optional<ContentEncryption> encryption(JWK key, JWEAlgorithm alg, EncryptionMethod enc) {
        try {
            JWEEncrypter encrypter =
                    key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter(key.toECKey());
            JWEHeader header = new JWEHeader.Builder(alg, enc)
                    .contentType("JWT")
                    .keyID(key.getKeyID())
                    .build();
            return Optional.of(new ContentEncryption(header, encrypter));
        } catch (JOSEException offItsCurve) {
            return Optional.empty();
        }
    }
}

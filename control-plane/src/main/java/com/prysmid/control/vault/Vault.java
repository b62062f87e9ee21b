package com.prysmid.control.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Secret;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Key pairs whose private half only the vault sees. Safe for use by many threads at once.
 *
 * <p>Inside a seal: {@code {"for": "service-account", "slug", "creation_id", "jwk"}}.
 */
public final class Vault {
    /** A sealed secret of another kind, should there be one some day, is no service account's. */
    private static final String PURPOSE = "service-account";

    private static final JsonMapper JSON = new JsonMapper();

    private final FernetKeys keys;
    private final SecureRandom random;

    private Vault(FernetKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * Reads the keys; a change to the files counts from the next start on.
     *
     * @throws IllegalArgumentException if a file holds anything else, saying which in one line
     */
    public static Vault open(VaultSettings settings, SecureRandom random) {
        return new Vault(FernetKeys.read(settings.keyFiles(), random), random);
    }

    /** A new key pair (EC P-256, for ES256), whose {@code kid} is its thumbprint (RFC 7638). */
    public SealedKeyPair makeKeyPair(Binding binding) {
        ECKey key;
        try {
            key = new ECKeyGenerator(Curve.P_256)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .secureRandom(random)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes P-256 keys", e);
        }
        return new SealedKeyPair(PublicJwk.parse(key.toPublicJWK().toJSONObject()), seal(binding, key));
    }

    /** What becomes of it here. */
    public Standing standing(Binding binding, SealedKeyPair pair) {
        return look(binding, pair).standing();
    }

    /** The same key under the first key's seal; empty where it is lost. */
    public Optional<SealedKeyPair> sealAgain(Binding binding, SealedKeyPair pair) {
        ECKey key = look(binding, pair).key();
        return key == null ? Optional.empty() : Optional.of(pair.with(seal(binding, key)));
    }

    /** A JWT (ES256) with these claims as compact text; empty where the key is lost. */
    public Optional<String> sign(Binding binding, SealedKeyPair pair, JWTClaimsSet claims) {
        ECKey key = look(binding, pair).key();
        if (key == null) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(JOSEObjectType.JWT)
                            .keyID(pair.keyId())
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return Optional.of(jwt.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException("a P-256 key signs", e);
        }
    }

    /** @param key where it is not lost */
    private record Look(Standing standing, @Nullable ECKey key) {
        /** A JWK prints all its members. */
        @Override
        public String toString() {
            return "Look[" + standing + "]";
        }
    }

    private Look look(Binding binding, SealedKeyPair pair) {
        Optional<FernetKeys.Opened> opened = keys.open(pair.privateKey());
        if (opened.isEmpty()) {
            return new Look(Standing.NO_KEY, null);
        }
        ECKey key = belonging(binding, pair, opened.get().plaintext());
        if (key == null) {
            return new Look(Standing.BOUND_ELSEWHERE, null);
        }
        return new Look(opened.get().byFirstKey() ? Standing.CURRENT : Standing.OLDER, key);
    }

    /**
     * The key inside, if it is this binding's and the private half of this public key. Whoever can write to the database could
     * otherwise have a public key of theirs set in the workspace.
     */
    private static @Nullable ECKey belonging(Binding binding, SealedKeyPair pair, Secret plaintext) {
        try {
            JsonNode inside = JSON.readTree(plaintext.reveal());
            if (!PURPOSE.equals(inside.path("for").asText())
                    || !binding.slug().text().equals(inside.path("slug").asText())
                    || !binding.creationId().equals(inside.path("creation_id").asText())) {
                return null;
            }
            ECKey key = ECKey.parse(inside.path("jwk").toString());
            boolean belongs = key.isPrivate()
                    && key.toPublicJWK().toJSONObject().equals(pair.publicKey().members());
            return belongs ? key : null;
        } catch (JsonProcessingException | ParseException e) {
            return null;
        }
    }

    private Sealed seal(Binding binding, ECKey key) {
        ObjectNode inside = JSON.createObjectNode()
                .put("for", PURPOSE)
                .put("slug", binding.slug().text())
                .put("creation_id", binding.creationId());
        inside.set("jwk", JSON.valueToTree(key.toJSONObject()));
        return keys.seal(new Secret(inside.toString()));
    }

    @Override
    public String toString() {
        return "Vault[redacted]";
    }
}

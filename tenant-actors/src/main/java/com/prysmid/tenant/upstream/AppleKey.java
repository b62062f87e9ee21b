package com.prysmid.tenant.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;

/** The key that Apple gives a developer team, and the client secrets that are made with it: JWTs, each for one sign-in. */
public final class AppleKey {
    /** Apple takes up to six months; nobody needs this one longer than the request that carries it. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final ECPrivateKey key;

    private AppleKey(ECPrivateKey key) {
        this.key = key;
    }

    /** PKCS #8 in PEM, on P-256; empty for anything else. */
    public static Optional<AppleKey> parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
            return key instanceof ECPrivateKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))
                    ? Optional.of(new AppleKey(ec))
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param audience Apple's issuer */
    Secret clientSecret(IdpMetadata idp, String audience, Instant now) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(idp.keyId()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(idp.teamId())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .audience(audience)
                        .subject(idp.clientId())
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a key on P-256 signs with ES256", e);
        }
        return new Secret(jwt.serialize());
    }

    @Override
    public String toString() {
        return "AppleKey[redacted]";
    }
}

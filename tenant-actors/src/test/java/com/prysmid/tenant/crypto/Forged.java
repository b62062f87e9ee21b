package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as an attacker would write them: any header, any payload, signed by whatever is at hand. */
final class Forged {

    private Forged() {}

    static String unsigned(String header, String payload) {
        return part(header) + "." + part(payload) + ".";
    }

    static String withSignature(String header, String payload, byte[] signature) {
        return unsigned(header, payload)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    static String hmac(String header, String payload, byte[] key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return withSignature(header, payload, mac.doFinal(input(header, payload)));
    }

    static String rsa(String header, String payload, GeneratedKey key) throws Exception {
        return signed(header, payload, key, "SHA256withRSA", "RSA");
    }

    static String p256(String header, String payload, GeneratedKey key) throws Exception {
        return signed(header, payload, key, "SHA256withECDSAinP1363Format", "EC");
    }

    static String ed25519(String header, String payload, GeneratedKey key) throws Exception {
        return signed(header, payload, key, "Ed25519", "Ed25519");
    }

    private static String signed(String header, String payload, GeneratedKey key, String algorithm, String type)
            throws Exception {
        PrivateKey privateKey = KeyFactory.getInstance(type)
                .generatePrivate(new PKCS8EncodedKeySpec(key.privateKey().pkcs8()));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(input(header, payload));
        return withSignature(header, payload, signature.sign());
    }

    /** The bytes a confused verifier might take for an HMAC key. */
    static byte[] spki(GeneratedKey key) throws Exception {
        return JWK.parse(key.publicJwk()).toRSAKey().toPublicKey().getEncoded();
    }

    private static byte[] input(String header, String payload) {
        return (part(header) + "." + part(payload)).getBytes(US_ASCII);
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}

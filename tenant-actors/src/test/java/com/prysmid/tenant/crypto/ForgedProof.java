package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;

/** DPoP proofs with any claims, by the JDK alone. */
final class ForgedProof {

    private ForgedProof() {}

    static String by(GeneratedKey key, Map<String, Object> claims) throws Exception {
        String header =
                "{\"typ\":\"dpop+jwt\",\"alg\":\"" + key.algorithm().jose() + "\",\"jwk\":" + key.publicJwk() + "}";
        String payload = new String(ClaimsJson.render(claims), UTF_8);
        String unsigned = Forged.unsigned(header, payload);
        Signature signature = signature((SigningAlgorithm) key.algorithm());
        signature.initSign(KeyFactory.getInstance(key.algorithm().keyType())
                .generatePrivate(new PKCS8EncodedKeySpec(key.privateKey().pkcs8())));
        signature.update(unsigned.substring(0, unsigned.length() - 1).getBytes(US_ASCII));
        return Forged.withSignature(header, payload, signature.sign());
    }

    private static Signature signature(SigningAlgorithm algorithm) throws Exception {
        return switch (algorithm) {
            case RS256 -> Signature.getInstance("SHA256withRSA");
            case PS256 -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case EDDSA -> Signature.getInstance("Ed25519");
        };
    }
}

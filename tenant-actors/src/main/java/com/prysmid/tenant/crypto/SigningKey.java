package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An opened private key, ready to sign: exists only on the node that runs its workspace. Thread-safe. */
public final class SigningKey {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final VerificationKey verification;
    private final JWSSigner signer;
    private final JWSHeader algorithmOnly;
    /** Rendered once per kind of token; the kinds are few, and named by our code, never by a caller from outside. */
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    SigningKey(VerificationKey verification, JWSSigner signer) {
        this.verification = verification;
        this.signer = signer;
        this.algorithmOnly = new JWSHeader(verification.algorithm().jws());
    }

    public String kid() {
        return verification.kid();
    }

    public SigningAlgorithm algorithm() {
        return verification.algorithm();
    }

    /** The public half. */
    public VerificationKey verification() {
        return verification;
    }

    /** A token in compact form (RFC 7515 section 3.1) over claims that are already JSON. */
    String sign(String typ, byte[] claims) {
        String header = headers.computeIfAbsent(typ, this::renderHeader);
        byte[] payload = BASE64URL.encode(claims);
        byte[] input = Arrays.copyOf(header.getBytes(UTF_8), header.length() + 1 + payload.length);
        input[header.length()] = '.';
        System.arraycopy(payload, 0, input, header.length() + 1, payload.length);
        try {
            String signature = signer.sign(algorithmOnly, input).toString();
            return header + '.' + new String(payload, UTF_8) + '.' + signature;
        } catch (JOSEException broken) {
            throw new IllegalStateException("signing with " + algorithm() + " failed", broken);
        }
    }

    private String renderHeader(String typ) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("alg", algorithm().jose());
        members.put("kid", kid());
        if (!typ.isEmpty()) {
            members.put("typ", typ);
        }
        return BASE64URL.encodeToString(ClaimsJson.render(members));
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + ", " + algorithm() + ", redacted]";
    }
}

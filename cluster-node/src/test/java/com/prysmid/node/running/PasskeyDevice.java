package com.prysmid.node.running;

import com.prysmid.node.running.Browser.Page;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** An authenticator with one ES256 passkey, and the script of the page: fills forms as both would. */
public final class PasskeyDevice {
    private static final int PRESENT_AND_VERIFIED = 0x05;
    private static final int PRESENT = 0x01;
    private static final int WITH_CREDENTIAL = 0x40;

    private final String origin;
    private final KeyPair keys;
    private final byte[] credentialId = new byte[16];
    private int counter = 1;
    private boolean verifies = true;

    /** @param issuer whose passkeys it makes: origin and, by its host, relying party */
    public PasskeyDevice(String issuer) {
        this.origin = issuer;
        new SecureRandom().nextBytes(credentialId);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on it is touched, and asks for no PIN. */
    public void doNotVerify() {
        verifies = false;
    }

    /** The next signature counts as the one before. */
    public void turnBack() {
        counter--;
    }

    /** What it answers the page's form that makes a passkey. */
    public Map<String, String> create(Page page) {
        return create(Browser.scriptedFields(page).get("challenge"));
    }

    public Map<String, String> create(String challenge) {
        byte[] data = concat(
                authenticatorData(WITH_CREDENTIAL),
                new byte[16],
                new byte[] {0, (byte) credentialId.length},
                credentialId,
                publicKey());
        byte[] attestation = concat(
                new byte[] {(byte) 0xa3},
                cbor(0x60, "fmt".getBytes(StandardCharsets.US_ASCII)),
                cbor(0x60, "none".getBytes(StandardCharsets.US_ASCII)),
                cbor(0x60, "attStmt".getBytes(StandardCharsets.US_ASCII)),
                new byte[] {(byte) 0xa0},
                cbor(0x60, "authData".getBytes(StandardCharsets.US_ASCII)),
                cbor(0x40, data));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("client_data", text(clientData("webauthn.create", challenge)));
        values.put("attestation", text(attestation));
        values.put("transports", "internal");
        return values;
    }

    /** What it answers the page's form that uses a passkey of this user. */
    public Map<String, String> get(Page page, String userId) {
        return get(Browser.scriptedFields(page).get("challenge"), userId);
    }

    public Map<String, String> get(String challenge, String userId) {
        counter++;
        byte[] clientData = clientData("webauthn.get", challenge);
        byte[] data = authenticatorData(0);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("credential_id", text(credentialId));
        values.put("client_data", text(clientData));
        values.put("authenticator_data", text(data));
        values.put("signature", text(sign(concat(data, sha256(clientData)))));
        values.put("user_handle", text(userId.getBytes(StandardCharsets.US_ASCII)));
        return values;
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(int more) {
        return concat(
                sha256(URI.create(origin).getHost().getBytes(StandardCharsets.US_ASCII)),
                new byte[] {(byte) ((verifies ? PRESENT_AND_VERIFIED : PRESENT) | more)},
                ByteBuffer.allocate(4).putInt(counter).array());
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 9052 §7, RFC 9053 §7.1. */
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return concat(
                new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
                cbor(0x40, fixed(key.getW().getAffineX())),
                new byte[] {0x22},
                cbor(0x40, fixed(key.getW().getAffineY())));
    }

    private static byte[] cbor(int major, byte[] bytes) {
        byte[] head = bytes.length < 24
                ? new byte[] {(byte) (major | bytes.length)}
                : new byte[] {(byte) (major | 24), (byte) bytes.length};
        return concat(head, bytes);
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = Math.max(0, bytes.length - 32);
        byte[] padded = new byte[32];
        byte[] kept = Arrays.copyOfRange(bytes, start, bytes.length);
        System.arraycopy(kept, 0, padded, 32 - kept.length, kept.length);
        return padded;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

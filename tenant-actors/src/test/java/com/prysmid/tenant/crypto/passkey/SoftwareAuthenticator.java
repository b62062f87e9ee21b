package com.prysmid.tenant.crypto.passkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A browser and its authenticator, with one passkey; says whatever it is told to, CBOR written by hand. */
public final class SoftwareAuthenticator {
    public static final int UP = 0x01;
    public static final int UV = 0x04;
    public static final int BE = 0x08;
    public static final int BS = 0x10;
    private static final int AT = 0x40;

    /** By COSE number. */
    public enum Kind {
        ES256(-7, "SHA256withECDSA"),
        EDDSA(-8, "Ed25519"),
        RS256(-257, "SHA256withRSA"),
        ES384(-35, "SHA384withECDSA");

        private final int cose;
        private final String signature;

        Kind(int cose, String signature) {
            this.cose = cose;
            this.signature = signature;
        }
    }

    private final Kind kind;
    private final KeyPair keys;
    public String origin;
    public String rpId;
    public int flags = UP | UV;
    public long counter;
    public String createType = "webauthn.create";
    public String getType = "webauthn.get";
    /** Appended to the client data, such as {@code ,"crossOrigin":true}. */
    public String moreClientData = "";

    public byte[] credentialId = "a-credential-id-0001".getBytes(StandardCharsets.UTF_8);

    public SoftwareAuthenticator(Kind kind, String origin, String rpId) {
        this.kind = kind;
        this.origin = origin;
        this.rpId = rpId;
        this.keys = keys(kind);
    }

    public String credentialIdText() {
        return text(credentialId);
    }

    public String clientData(String type, String challenge) {
        String json = "{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin + "\""
                + moreClientData + "}";
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    public PasskeyVerification.Registration create(String challenge) {
        byte[] authenticatorData = concat(
                authenticatorData(flags | AT),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
                credentialId,
                publicKey());
        byte[] attestation = concat(
                new byte[] {(byte) 0xa3},
                cborText("fmt"),
                cborText("none"),
                cborText("attStmt"),
                new byte[] {(byte) 0xa0},
                cborText("authData"),
                cborBytes(authenticatorData));
        return new PasskeyVerification.Registration(
                clientData(createType, challenge), text(attestation), java.util.List.of("internal", "telepathy"));
    }

    public PasskeyVerification.Assertion get(String challenge) {
        String clientData = clientData(getType, challenge);
        byte[] authenticatorData = authenticatorData(flags);
        return new PasskeyVerification.Assertion(
                clientData,
                text(authenticatorData),
                text(sign(
                        concat(authenticatorData, sha256(Base64.getUrlDecoder().decode(clientData))))));
    }

    private byte[] authenticatorData(int withFlags) {
        return concat(
                sha256(rpId.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) withFlags},
                ByteBuffer.allocate(4).putInt((int) counter).array());
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(kind.signature);
            signature.initSign(keys.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A COSE_Key. */
    private byte[] publicKey() {
        return switch (kind) {
            case ES256 -> ec(1, 32);
            case ES384 -> ec(2, 48);
            case EDDSA -> {
                byte[] y = fixed(((EdECPublicKey) keys.getPublic()).getPoint().getY(), 32);
                byte[] x = new byte[32];
                for (int i = 0; i < 32; i++) {
                    x[i] = y[31 - i];
                }
                if (((EdECPublicKey) keys.getPublic()).getPoint().isXOdd()) {
                    x[31] |= (byte) 0x80;
                }
                yield concat(
                        new byte[] {(byte) 0xa4, 0x01, 0x01, 0x03},
                        cborInt(kind.cose),
                        new byte[] {0x20, 0x06, 0x21},
                        cborBytes(x));
            }
            case RS256 -> {
                RSAPublicKey rsa = (RSAPublicKey) keys.getPublic();
                yield concat(
                        new byte[] {(byte) 0xa4, 0x01, 0x03, 0x03},
                        cborInt(kind.cose),
                        new byte[] {0x20},
                        cborBytes(unsigned(rsa.getModulus())),
                        new byte[] {0x21},
                        cborBytes(unsigned(rsa.getPublicExponent())));
            }
        };
    }

    private byte[] ec(int curve, int size) {
        ECPublicKey ec = (ECPublicKey) keys.getPublic();
        return concat(
                new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03},
                cborInt(kind.cose),
                new byte[] {0x20, (byte) curve, 0x21},
                cborBytes(fixed(ec.getW().getAffineX(), size)),
                new byte[] {0x22},
                cborBytes(fixed(ec.getW().getAffineY(), size)));
    }

    private static KeyPair keys(Kind kind) {
        try {
            KeyPairGenerator generator;
            switch (kind) {
                case ES256 -> {
                    generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                }
                case ES384 -> {
                    generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp384r1"));
                }
                case EDDSA -> generator = KeyPairGenerator.getInstance("Ed25519");
                case RS256 -> {
                    generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(2048);
                }
                default -> throw new IllegalArgumentException();
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] cborInt(int value) {
        int n = value < 0 ? -1 - value : value;
        int major = value < 0 ? 0x20 : 0x00;
        return n < 24
                ? new byte[] {(byte) (major | n)}
                : n < 256
                        ? new byte[] {(byte) (major | 24), (byte) n}
                        : new byte[] {(byte) (major | 25), (byte) (n >> 8), (byte) n};
    }

    private static byte[] cborText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return concat(new byte[] {(byte) (0x60 | bytes.length)}, bytes);
    }

    private static byte[] cborBytes(byte[] bytes) {
        byte[] head = bytes.length < 24
                ? new byte[] {(byte) (0x40 | bytes.length)}
                : bytes.length < 256
                        ? new byte[] {0x58, (byte) bytes.length}
                        : new byte[] {0x59, (byte) (bytes.length >> 8), (byte) bytes.length};
        return concat(head, bytes);
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] fixed(BigInteger number, int size) {
        byte[] bytes = unsigned(number);
        byte[] padded = new byte[size];
        System.arraycopy(bytes, 0, padded, size - bytes.length, bytes.length);
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

    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

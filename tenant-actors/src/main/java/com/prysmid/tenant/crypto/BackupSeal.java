package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts a workspace's backup, as a stream, under a key made for this one backup (AES-256-GCM in segments of 1 MB, keys derived by
 * HKDF). Key and stream are bound to the workspace and to the creation it came from: they open as nothing else. Whoever destroys the
 * sealed key has destroyed the backup. Thread-safe.
 */
public final class BackupSeal {

    static {
        try {
            StreamingAeadConfig.register();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Tink's streaming AEAD keys are not available", broken);
        }
    }

    private final String sealedKey;
    private final byte[] associatedData;
    private final StreamingAead aead;

    private BackupSeal(String sealedKey, byte[] associatedData, KeysetHandle keyset) throws GeneralSecurityException {
        this.sealedKey = sealedKey;
        this.associatedData = associatedData;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    }

    /** A new key for one backup; store its {@link #sealedKey()}. */
    public static BackupSeal create(KeyEncryptionKey kek, String slug, String creationId) {
        byte[] associatedData = associatedData(slug, creationId);
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB);
            byte[] sealed = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    keyset, kek.aead(), associatedData, RegistryConfiguration.get());
            return new BackupSeal(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), associatedData, keyset);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no backup key could be made", broken);
        }
    }

    /** @throws SealBroken if this is not the key of a backup of that creation of that workspace, sealed by that key-encryption key */
    public static BackupSeal open(KeyEncryptionKey kek, String slug, String creationId, String sealedKey) {
        byte[] associatedData = associatedData(slug, creationId);
        try {
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    Base64.getUrlDecoder().decode(sealedKey), kek.aead(), associatedData, RegistryConfiguration.get());
            return new BackupSeal(sealedKey, associatedData, keyset);
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new SealBroken();
        }
    }

    /** The key in the form to store, in unpadded base64url. */
    public String sealedKey() {
        return sealedKey;
    }

    /** What is written comes out of {@code sink} encrypted; only a stream that was closed is whole. */
    public OutputStream seal(OutputStream sink) throws IOException {
        try {
            return aead.newEncryptingStream(sink, associatedData);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("sealing failed", broken);
        }
    }

    /** A stream that fails with an {@link IOException} at what was changed, exchanged or cut off. */
    public InputStream open(InputStream sealed) throws IOException {
        try {
            return aead.newDecryptingStream(sealed, associatedData);
        } catch (GeneralSecurityException wrong) {
            throw new SealBroken();
        }
    }

    /** A slug holds no bar, so no other pair of slug and creation gives the same bytes. */
    private static byte[] associatedData(String slug, String creationId) {
        if (slug.isEmpty() || slug.indexOf('|') >= 0) {
            throw new IllegalArgumentException("a slug is not empty and holds no bar");
        }
        return ("prysm.backup|" + slug + "|" + creationId).getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return "BackupSeal[redacted]";
    }
}

package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/**
 * Seals and opens the secrets of one workspace with its own AES-256-GCM data key. Every sealed value is bound to the workspace's
 * slug and to a context (a signing key's kid), so it opens nowhere else. Held in memory only while the workspace runs.
 * Thread-safe.
 */
public final class WorkspaceSeal {

    private final String slug;
    private final SealedDataKey dataKey;
    private final Aead aead;

    private WorkspaceSeal(String slug, SealedDataKey dataKey, KeysetHandle keyset) throws GeneralSecurityException {
        this.slug = slug;
        this.dataKey = dataKey;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** A new data key for a workspace; store its {@link #dataKey()}. */
    public static WorkspaceSeal create(KeyEncryptionKey kek, String slug) {
        requireSlug(slug);
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] sealed = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    keyset, kek.aead(), slug.getBytes(UTF_8), RegistryConfiguration.get());
            return new WorkspaceSeal(slug, SealedDataKey.of(sealed), keyset);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no data key could be made", broken);
        }
    }

    /** @throws SealBroken if this is not the data key of that workspace, sealed by that key-encryption key */
    public static WorkspaceSeal open(KeyEncryptionKey kek, String slug, SealedDataKey dataKey) {
        requireSlug(slug);
        try {
            KeysetHandle keyset = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    dataKey.bytes(), kek.aead(), slug.getBytes(UTF_8), RegistryConfiguration.get());
            return new WorkspaceSeal(slug, dataKey, keyset);
        } catch (GeneralSecurityException wrong) {
            throw new SealBroken();
        }
    }

    /** The data key in the form to store. */
    public SealedDataKey dataKey() {
        return dataKey;
    }

    /** @param context what the secret is, such as a kid; the same text is needed to open it */
    public SealedKey seal(byte[] secret, String context) {
        try {
            return SealedKey.of(aead.encrypt(secret, associatedData(context)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("sealing failed", broken);
        }
    }

    /** @throws SealBroken if it was sealed for another workspace or context, or changed since */
    public byte[] open(SealedKey sealed, String context) {
        try {
            return aead.decrypt(sealed.bytes(), associatedData(context));
        } catch (GeneralSecurityException wrong) {
            throw new SealBroken();
        }
    }

    /** A slug holds no bar, so no other pair of slug and context gives the same bytes. */
    private byte[] associatedData(String context) {
        return (slug + "|" + context).getBytes(UTF_8);
    }

    private static void requireSlug(String slug) {
        if (slug.isEmpty() || slug.indexOf('|') >= 0) {
            throw new IllegalArgumentException("a slug is not empty and holds no bar");
        }
    }

    @Override
    public String toString() {
        return "WorkspaceSeal[" + slug + ", redacted]";
    }
}

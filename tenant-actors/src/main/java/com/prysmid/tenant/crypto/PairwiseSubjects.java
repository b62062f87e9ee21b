package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One user's names towards different sectors (OpenID Connect Core section 8.1): the same for one sector always, unlinkable between
 * sectors, and openable by the workspace alone, so that no table of them is needed. AES-SIV (RFC 5297) over the user's id with the
 * sector as associated data.
 *
 * <p>The key is made once per workspace and never replaced: with it would go every subject that apps know their users by.
 * Thread-safe; some microseconds per call.
 */
public final class PairwiseSubjects {

    /** With a colon, which no kid holds. */
    private static final String CONTEXT = "pairwise:subjects";

    private static final int KEY_BYTES = 64;
    /** OpenID Connect Core section 2: a subject has at most 255 characters. */
    private static final int MAX_CHARACTERS = 255;

    static {
        try {
            DeterministicAeadConfig.register();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Tink's deterministic AEAD keys are not available", broken);
        }
    }

    private final DeterministicAead siv;

    private PairwiseSubjects(DeterministicAead siv) {
        this.siv = siv;
    }

    /** A new key, sealed for storage. */
    public static SealedKey makeKey(WorkspaceSeal seal) {
        try {
            KeysetHandle keyset = KeysetHandle.generateNew(AesSivParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setVariant(AesSivParameters.Variant.NO_PREFIX)
                    .build());
            byte[] plain = TinkProtoKeysetFormat.serializeKeyset(
                    keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
            try {
                return seal.seal(plain, CONTEXT);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no AES-SIV key could be made", broken);
        }
    }

    /** @throws SealBroken if it was sealed for another workspace, or is no such key */
    public static PairwiseSubjects open(SealedKey key, WorkspaceSeal seal) {
        byte[] plain = seal.open(key, CONTEXT);
        try {
            KeysetHandle keyset = TinkProtoKeysetFormat.parseKeyset(
                    plain, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
            return new PairwiseSubjects(keyset.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
        } catch (GeneralSecurityException unusable) {
            throw new SealBroken();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The user's name in that sector: unpadded base64url. */
    public String subject(String userId, String sector) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(siv.encryptDeterministically(userId.getBytes(UTF_8), sector.getBytes(UTF_8)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no subject could be made", broken);
        }
    }

    /** Whose name that is in that sector; empty for a name that was not made here, or for another sector. */
    public Optional<String> userId(String subject, String sector) {
        if (subject.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            String userId = new String(
                    siv.decryptDeterministically(Base64.getUrlDecoder().decode(subject), sector.getBytes(UTF_8)),
                    UTF_8);
            // Only the spelling that was given out: the last character has spare bits.
            return subject(userId, sector).equals(subject) ? Optional.of(userId) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "PairwiseSubjects[redacted]";
    }
}

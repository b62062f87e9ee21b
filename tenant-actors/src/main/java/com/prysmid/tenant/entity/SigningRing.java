package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.DecryptionKey;
import com.prysmid.tenant.crypto.DecryptionKeys;
import com.prysmid.tenant.crypto.EncryptionAlgorithm;
import com.prysmid.tenant.crypto.GeneratedKey;
import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.crypto.SealedDataKey;
import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.crypto.SigningKey;
import com.prysmid.tenant.crypto.VerificationKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.KeyDecisions;
import com.prysmid.tenant.decide.ProvisioningDecisions.FirstKeys;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.protocol.KeyCommand.Jwks;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.WorkspaceState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The opened key ring of one running workspace: private keys in memory while it runs, opened once, when first used, off its
 * thread. Used by the entity's thread only.
 */
final class SigningRing {
    private final Slug slug;
    private final TenantServices services;
    private final DecryptionKeys decryptionKeys;
    private final Map<String, CompletableFuture<SigningKey>> opened = new HashMap<>();
    private @Nullable KeyRing published;
    private @Nullable CompletableFuture<WorkspaceSeal> seal;
    /** Opened when the first message comes; null until then, and after the ring changed. */
    private @Nullable CompletableFuture<Map<String, DecryptionKey>> decryption;

    private CompletableFuture<Map<String, VerificationKey>> verification = CompletableFuture.completedFuture(Map.of());
    private Jwks jwks = new Jwks("{\"keys\":[]}", "");

    SigningRing(Slug slug, TenantServices services) {
        this.slug = slug;
        this.services = services;
        this.decryptionKeys = new DecryptionKeys(services.providers());
    }

    CompletionStage<FirstKeys> makeFirstKeys() {
        return work(() -> {
            WorkspaceSeal seal = WorkspaceSeal.create(services.keyEncryptionKey(), slug.value());
            return new FirstKeys(
                    seal.dataKey().base64Url(), make(KeyDecisions.ALWAYS, seal), make(KeyDecisions.ALWAYS, seal));
        });
    }

    /** One key for each, in this order; an algorithm may be named twice. */
    CompletionStage<List<KeyEvent.Published>> makeKeys(WorkspaceState state, List<KeyAlgorithm> algorithms) {
        String dataKey = state.sealedDataKey();
        return work(() -> {
            WorkspaceSeal seal = open(dataKey);
            return algorithms.stream().map(algorithm -> make(algorithm, seal)).toList();
        });
    }

    /** The key that signs with this algorithm now; fails where the workspace has none. */
    CompletableFuture<SigningKey> signingKey(WorkspaceState state, SigningAlgorithm algorithm) {
        return state.keys()
                .current(algorithm.jose())
                .map(key -> signingKey(state, key))
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new IllegalStateException("no key signs with " + algorithm.jose())));
    }

    /** The workspace's data key, opened; once it is, for good, as it never changes. */
    CompletableFuture<WorkspaceSeal> seal(WorkspaceState state) {
        CompletableFuture<WorkspaceSeal> known = seal;
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        String dataKey = state.sealedDataKey();
        CompletableFuture<WorkspaceSeal> opening = work(() -> open(dataKey));
        seal = opening;
        return opening;
    }

    CompletableFuture<SigningKey> signingKey(WorkspaceState state, KeyRing.Key key) {
        CompletableFuture<SigningKey> known = opened.get(key.kid());
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        opened.keySet().removeIf(kid -> state.keys().find(kid).isEmpty());
        String dataKey = state.sealedDataKey();
        CompletableFuture<SigningKey> opening = work(() ->
                services.signingKeys().open(key.publicJwk(), new SealedKey(key.sealedPrivateJwk()), open(dataKey)));
        opened.put(key.kid(), opening);
        return opening;
    }

    CompletableFuture<Map<String, VerificationKey>> verificationKeys(WorkspaceState state) {
        follow(state.keys());
        return verification;
    }

    /** Every key that a message may be encrypted to or was lately, by kid. */
    CompletableFuture<Map<String, DecryptionKey>> decryptionKeys(WorkspaceState state) {
        follow(state.keys());
        CompletableFuture<Map<String, DecryptionKey>> known = decryption;
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        List<KeyRing.Key> keys = state.keys().keys();
        String dataKey = state.sealedDataKey();
        CompletableFuture<Map<String, DecryptionKey>> opening = work(() -> {
            WorkspaceSeal seal = open(dataKey);
            Map<String, DecryptionKey> byKid = new HashMap<>();
            for (KeyRing.Key key : keys) {
                if (KeyAlgorithm.named(key.alg()).orElse(null) instanceof EncryptionAlgorithm algorithm) {
                    byKid.put(
                            key.kid(),
                            decryptionKeys.open(
                                    algorithm,
                                    key.kid(),
                                    key.publicJwk(),
                                    new SealedKey(key.sealedPrivateJwk()),
                                    seal));
                }
            }
            return Map.copyOf(byKid);
        });
        decryption = opening;
        return opening;
    }

    Jwks jwks(WorkspaceState state) {
        follow(state.keys());
        return jwks;
    }

    /** Rings are immutable, so identity tells whether anything changed, at no cost on the hot path. */
    @SuppressWarnings("ReferenceEquality")
    private void follow(KeyRing ring) {
        if (published == ring && !verification.isCompletedExceptionally()) {
            return;
        }
        published = ring;
        decryption = null;
        verification = work(() -> {
            Map<String, VerificationKey> keys = new HashMap<>();
            for (KeyRing.Key key : ring.keys()) {
                // The algorithm is what the record says, and the key must agree.
                if (KeyAlgorithm.named(key.alg()).orElse(null) instanceof SigningAlgorithm algorithm) {
                    keys.put(
                            key.kid(),
                            VerificationKey.parse(key.kid(), algorithm, key.publicJwk(), services.providers()));
                }
            }
            return Map.copyOf(keys);
        });
        StringBuilder json = new StringBuilder("{\"keys\":[");
        String separator = "";
        for (KeyRing.Key key : ring.keys()) {
            json.append(separator).append(key.publicJwk());
            separator = ",";
        }
        String text = json.append("]}").toString();
        jwks = new Jwks(text, etag(text));
    }

    private KeyEvent.Published make(KeyAlgorithm algorithm, WorkspaceSeal seal) {
        String kid = services.random().id();
        GeneratedKey key = switch (algorithm) {
            case SigningAlgorithm signing -> services.signingKeys().generate(signing, kid);
            case EncryptionAlgorithm encryption -> decryptionKeys.generate(encryption, kid);
        };
        return new KeyEvent.Published(
                key.kid(), algorithm.jose(), key.publicJwk(), key.seal(seal).base64Url());
    }

    private WorkspaceSeal open(String dataKey) {
        return WorkspaceSeal.open(services.keyEncryptionKey(), slug.value(), new SealedDataKey(dataKey));
    }

    private <T> CompletableFuture<T> work(Supplier<T> job) {
        try {
            return CompletableFuture.supplyAsync(job, services.keyWork());
        } catch (RejectedExecutionException closing) {
            return CompletableFuture.failedFuture(closing);
        }
    }

    private static String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, 22)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Optional<VerificationKey> find(Map<String, VerificationKey> keys, String kid) {
        return Optional.ofNullable(keys.get(kid));
    }
}

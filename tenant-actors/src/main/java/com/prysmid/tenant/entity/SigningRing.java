package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.GeneratedKey;
import com.prysmid.tenant.crypto.SealedDataKey;
import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.crypto.SigningKey;
import com.prysmid.tenant.crypto.VerificationKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The opened key ring of one running workspace: private keys in memory while it runs, opened once, off its thread. Used by
 * the entity's thread only.
 */
final class SigningRing {
    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.RS256;

    private final Slug slug;
    private final TenantServices services;
    private final Map<String, CompletableFuture<SigningKey>> opened = new HashMap<>();
    private @Nullable KeyRing published;
    private CompletableFuture<Map<String, VerificationKey>> verification = CompletableFuture.completedFuture(Map.of());
    private Jwks jwks = new Jwks("{\"keys\":[]}", "");

    SigningRing(Slug slug, TenantServices services) {
        this.slug = slug;
        this.services = services;
    }

    CompletionStage<FirstKeys> makeFirstKeys() {
        return work(() -> {
            WorkspaceSeal seal = WorkspaceSeal.create(services.keyEncryptionKey(), slug.value());
            return new FirstKeys(seal.dataKey().base64Url(), make(seal), make(seal));
        });
    }

    CompletionStage<KeyEvent.Published> makeKey(WorkspaceState state) {
        String dataKey = state.sealedDataKey();
        return work(() -> make(open(dataKey)));
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

    Jwks jwks(WorkspaceState state) {
        follow(state.keys());
        return jwks;
    }

    /** Rings are immutable, so identity tells whether anything changed, at no cost on the hot path. */
    @SuppressWarnings("ReferenceEquality")
    private void follow(KeyRing ring) {
        if (published == ring) {
            return;
        }
        published = ring;
        verification = work(() -> {
            Map<String, VerificationKey> keys = new HashMap<>();
            for (KeyRing.Key key : ring.keys()) {
                keys.put(key.kid(), VerificationKey.parse(key.publicJwk(), services.providers()));
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

    private KeyEvent.Published make(WorkspaceSeal seal) {
        GeneratedKey key =
                services.signingKeys().generate(ALGORITHM, services.random().id());
        return new KeyEvent.Published(
                key.kid(),
                key.algorithm().jose(),
                key.publicJwk(),
                services.signingKeys().seal(key, seal).base64Url());
    }

    private WorkspaceSeal open(String dataKey) {
        return WorkspaceSeal.open(services.keyEncryptionKey(), slug.value(), new SealedDataKey(dataKey));
    }

    private <T> CompletableFuture<T> work(Supplier<T> job) {
        return CompletableFuture.supplyAsync(job, services.keyWork());
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

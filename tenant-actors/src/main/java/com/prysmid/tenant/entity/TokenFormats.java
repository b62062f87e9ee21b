package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.ContentEncryption;
import com.prysmid.tenant.crypto.JwtVerification;
import com.prysmid.tenant.crypto.OpaqueTokens;
import com.prysmid.tenant.crypto.PairwiseSubjects;
import com.prysmid.tenant.crypto.SealedDataKey;
import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.AppKeys;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are besides signed: sealed, encrypted, and with another name for their user. Keys are opened once, off the entity's
 * thread, and are in memory while it runs. Used by the entity's thread only.
 */
final class TokenFormats {
    /** The app registered an encryption, and has no key (any more) that fits it. */
    static final class NoKeyToEncryptTo extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoKeyToEncryptTo() {
            super("the app has no key to encrypt to");
        }
    }

    private final Slug slug;
    private final TenantServices services;
    private final AppKeyDesk appKeys;
    private @Nullable CompletableFuture<WorkspaceSeal> seal;
    private @Nullable CompletableFuture<PairwiseSubjects> subjects;

    TokenFormats(Slug slug, TenantServices services, AppKeyDesk appKeys) {
        this.slug = slug;
        this.services = services;
        this.appKeys = appKeys;
    }

    /** Sealed, to be stored by an event. */
    CompletionStage<String> makePairwiseKey(WorkspaceState state) {
        return seal(state)
                .thenApplyAsync(opened -> PairwiseSubjects.makeKey(opened).base64Url(), services.keyWork());
    }

    /**
     * Puts the user's name in that sector where the claims have the user's id in {@code sub}.
     *
     * @param sector null: leaves them as they are
     */
    Function<Map<String, Object>, CompletionStage<Map<String, Object>>> naming(
            WorkspaceState state, @Nullable String sector) {
        if (sector == null) {
            return CompletableFuture::completedFuture;
        }
        CompletableFuture<PairwiseSubjects> names = subjects(state);
        return claims -> names.thenCompose(opened -> services.signing().work(() -> {
            Map<String, Object> named = new LinkedHashMap<>(claims);
            named.put("sub", opened.subject((String) claims.get("sub"), sector));
            return named;
        }));
    }

    /** Who is called what. */
    @FunctionalInterface
    interface Users {
        /** The id of the user whom that sector knows by that name; empty where it knows nobody by it. */
        CompletionStage<Optional<String>> named(String name, String sector);
    }

    Users users(WorkspaceState state) {
        if (state.sealedPairwiseKey() == null) {
            return (name, sector) -> CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<PairwiseSubjects> names = subjects(state);
        return (name, sector) ->
                names.thenCompose(opened -> services.signing().work(() -> opened.userId(name, sector)));
    }

    Function<Map<String, Object>, CompletionStage<String>> sealing(WorkspaceState state) {
        CompletableFuture<WorkspaceSeal> opening = seal(state);
        return claims ->
                opening.thenCompose(opened -> services.signing().work(() -> OpaqueTokens.seal(opened, claims)));
    }

    CompletionStage<JwtVerification.Outcome> openToken(WorkspaceState state, String token, String issuer, Instant now) {
        return seal(state)
                .thenCompose(opened -> services.signing().work(() -> OpaqueTokens.open(token, opened, issuer, now)));
    }

    /**
     * Encrypts a signed JWT to the app; fails with {@link NoKeyToEncryptTo}.
     *
     * @param encryption null: leaves it as it is
     */
    Function<String, CompletionStage<String>> encrypting(@Nullable App app, @Nullable JweAlgorithms encryption) {
        if (encryption == null || app == null) {
            return CompletableFuture::completedFuture;
        }
        Optional<AppKeys> keys = AppKeys.of(app.metadata());
        return keys.<Function<String, CompletionStage<String>>>map(known -> jwt -> encrypt(jwt, known, encryption))
                .orElse(jwt -> CompletableFuture.failedFuture(new NoKeyToEncryptTo()));
    }

    private CompletionStage<String> encrypt(String jwt, AppKeys keys, JweAlgorithms encryption) {
        return appKeys.use(
                        keys, jwks -> ContentEncryption.to(jwks, encryption.alg(), encryption.enc()), Optional::isEmpty)
                .thenCompose(found -> {
                    ContentEncryption chosen =
                            found.flatMap(Function.identity()).orElseThrow(NoKeyToEncryptTo::new);
                    return services.signing().work(() -> chosen.nest(jwt));
                });
    }

    private CompletableFuture<WorkspaceSeal> seal(WorkspaceState state) {
        CompletableFuture<WorkspaceSeal> known = seal;
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        // Not supplyAsync, which throws where the executor takes no more: that, too, is an answer.
        CompletableFuture<WorkspaceSeal> opening = CompletableFuture.completedFuture(state.sealedDataKey())
                .thenApplyAsync(
                        dataKey -> WorkspaceSeal.open(
                                services.keyEncryptionKey(), slug.value(), new SealedDataKey(dataKey)),
                        services.keyWork());
        seal = opening;
        return opening;
    }

    private CompletableFuture<PairwiseSubjects> subjects(WorkspaceState state) {
        CompletableFuture<PairwiseSubjects> known = subjects;
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        String sealed = state.sealedPairwiseKey();
        if (sealed == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the pairwise key comes first"));
        }
        CompletableFuture<PairwiseSubjects> opening = seal(state)
                .thenApplyAsync(opened -> PairwiseSubjects.open(new SealedKey(sealed), opened), services.keyWork());
        subjects = opening;
        return opening;
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.AssertionKeys;
import com.prysmid.tenant.crypto.ClientAssertionVerification;
import com.prysmid.tenant.crypto.ClientAssertionVerification.Refusal;
import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.decide.AppKeys;
import com.prysmid.tenant.outbound.FetchedKeys;
import com.prysmid.tenant.outbound.FetchedKeys.KeySet;
import com.prysmid.tenant.protocol.Slug;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/** The key sets of one running workspace's apps, as registered or as fetched. Thread-safe. */
final class AppKeyDesk {
    static final ClientAssertionVerification.Outcome NO_KEY =
            new ClientAssertionVerification.Outcome.Refused(Refusal.NO_MATCHING_KEY);

    private final FetchedKeys fetched;
    private final Executor keyWork;

    AppKeyDesk(Slug slug, TenantServices services) {
        this.fetched = new FetchedKeys(slug, services.outbound(), services.keyWork(), services.clock());
        this.keyWork = services.keyWork();
    }

    /** A JWK Set as JSON, public keys only; empty where the reference leads to none. */
    CompletionStage<Optional<String>> jwks(AppKeys keys) {
        return switch (keys) {
            case AppKeys.ByValue(var jwks) -> CompletableFuture.completedStage(Optional.of(jwks));
            case AppKeys.ByReference(var uri) -> fetched.current(uri).thenApply(set -> set.map(KeySet::jwks));
        };
    }

    /**
     * Does something with the set, such as verifying a signature; and where that shows that the app has other keys by now, once again
     * with those.
     *
     * @param attempt    given a JWK Set as JSON; runs where keys are parsed
     * @param keyUnknown whether newer keys could make a difference
     * @return empty where the reference leads to no set
     */
    <T> CompletionStage<Optional<T>> use(AppKeys keys, Function<String, T> attempt, Predicate<T> keyUnknown) {
        return switch (keys) {
            case AppKeys.ByValue(var jwks) ->
                CompletableFuture.supplyAsync(() -> Optional.of(attempt.apply(jwks)), keyWork);
            case AppKeys.ByReference(var uri) ->
                fetched.current(uri)
                        .thenComposeAsync(
                                set -> set.isEmpty()
                                        ? CompletableFuture.completedStage(Optional.<T>empty())
                                        : tryTwice(uri, set.get(), attempt, keyUnknown),
                                keyWork);
        };
    }

    /** Whether an assertion was refused for a reason that a rotated key explains; without a kid, that is a bad signature. */
    static boolean mayHaveNewKey(ClientAssertionVerification.Outcome outcome) {
        return outcome instanceof ClientAssertionVerification.Outcome.Refused(var reason)
                && (reason == Refusal.NO_MATCHING_KEY || reason == Refusal.BAD_SIGNATURE);
    }

    /** Empty where none of the keys is for signatures. */
    static Optional<AssertionKeys> assertionKeys(String jwks, CryptoProviders providers) {
        try {
            return Optional.of(AssertionKeys.parse(jwks, providers));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private <T> CompletionStage<Optional<T>> tryTwice(
            String uri, KeySet known, Function<String, T> attempt, Predicate<T> keyUnknown) {
        T first = attempt.apply(known.jwks());
        return keyUnknown.test(first)
                ? fetched.newerThan(known, uri)
                        .thenApplyAsync(
                                newer -> Optional.of(newer.map(set -> attempt.apply(set.jwks()))
                                        .orElse(first)),
                                keyWork)
                : CompletableFuture.completedStage(Optional.of(first));
    }
}

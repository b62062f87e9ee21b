package com.prysmid.tenant.state;

import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a workspace, in the order in which they were published: of each algorithm one current and one next, and previous ones
 * until the last token that they signed is dead, or the last message that was encrypted to them.
 */
public record KeyRing(List<Key> keys) {
    public static final KeyRing EMPTY = new KeyRing(List.of());

    /**
     * @param alg              the only algorithm it is used with; tells its {@code use} too
     * @param publicJwk        JSON
     * @param sealedPrivateJwk base64
     */
    public record Key(
            String kid,
            String alg,
            KeyState state,
            String publicJwk,
            String sealedPrivateJwk,
            Instant publishedAt,
            @Nullable Instant activatedAt,
            @Nullable Instant retiredAt) {
        @Override
        public String toString() {
            return "Key[kid=" + kid + ", alg=" + alg + ", state=" + state + "]";
        }
    }

    public KeyRing {
        keys = List.copyOf(keys);
    }

    public Optional<Key> current(String alg) {
        return first(alg, KeyState.CURRENT);
    }

    public Optional<Key> next(String alg) {
        return first(alg, KeyState.NEXT);
    }

    /** Of which there are keys, in the order in which they came to the ring. */
    public Set<String> algorithms() {
        Set<String> algorithms = new LinkedHashSet<>();
        keys.forEach(key -> algorithms.add(key.alg()));
        return algorithms;
    }

    public Optional<Key> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** On the way of every token: a walk over the few keys there are. */
    private Optional<Key> first(String alg, KeyState state) {
        for (Key key : keys) {
            if (key.state() == state && key.alg().equals(alg)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    KeyRing apply(Instant at, KeyEvent event) {
        List<Key> changed = new ArrayList<>();
        switch (event) {
            case KeyEvent.Published e -> {
                changed.addAll(keys);
                changed.add(
                        new Key(e.kid(), e.alg(), KeyState.NEXT, e.publicJwk(), e.sealedPrivateJwk(), at, null, null));
            }
            case KeyEvent.Activated e -> {
                String alg = find(e.kid()).map(Key::alg).orElse("");
                for (Key key : keys) {
                    changed.add(
                            key.kid().equals(e.kid())
                                    ? inState(key, KeyState.CURRENT, at, null)
                                    : key.state() == KeyState.CURRENT
                                                    && key.alg().equals(alg)
                                            ? inState(key, KeyState.PREVIOUS, key.activatedAt(), at)
                                            : key);
                }
            }
            case KeyEvent.Retired e ->
                keys.stream().filter(key -> !key.kid().equals(e.kid())).forEach(changed::add);
        }
        return new KeyRing(changed);
    }

    private static Key inState(Key key, KeyState state, @Nullable Instant activatedAt, @Nullable Instant retiredAt) {
        return new Key(
                key.kid(),
                key.alg(),
                state,
                key.publicJwk(),
                key.sealedPrivateJwk(),
                key.publishedAt(),
                activatedAt,
                retiredAt);
    }
}

package com.prysmid.tenant.state;

import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing keys: one current, at most one next, and previous ones until the last token they signed is dead. */
public record KeyRing(List<Key> keys) {
    public static final KeyRing EMPTY = new KeyRing(List.of());

    /**
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

    public Optional<Key> current() {
        return inState(KeyState.CURRENT);
    }

    public Optional<Key> next() {
        return inState(KeyState.NEXT);
    }

    public Optional<Key> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private Optional<Key> inState(KeyState state) {
        return keys.stream().filter(key -> key.state() == state).findFirst();
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
                for (Key key : keys) {
                    changed.add(
                            key.kid().equals(e.kid())
                                    ? inState(key, KeyState.CURRENT, at, null)
                                    : key.state() == KeyState.CURRENT
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

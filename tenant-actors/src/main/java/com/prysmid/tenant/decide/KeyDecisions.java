package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.EncryptionAlgorithm;
import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyUse;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key ring: next → current → previous → gone, for each algorithm by itself.
 *
 * <p>A key that rotates by itself has been published for at least {@link WorkspaceSettings#keyLead}; by hand it may be
 * sooner, since the next key is always published and relying parties refetch on an unknown {@code kid}. An algorithm's very
 * first key is current at once: nobody can have cached a set that lacks it and expect a token that it signed.
 */
public final class KeyDecisions {
    /** What every workspace has from its first day, and what is signed with where an app names nothing else. */
    public static final SigningAlgorithm ALWAYS = SigningAlgorithm.RS256;

    /** Clocks of relying parties may be behind; a key stays a little longer than its tokens. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * How old a set an app may go by when it encrypts to us: no unknown {@code kid} makes it fetch again, as it does whoever
     * verifies.
     */
    private static final Duration STALE_SET = Duration.ofDays(7);

    /** Of one algorithm: who rotates by hand again and again must not make the ring, and so every JWKS, grow without end. */
    private static final int PREVIOUS_LIMIT = 10;

    private KeyDecisions() {}

    /** The algorithms that tokens to and messages from such an app need keys of ours for. */
    public static Set<KeyAlgorithm> neededBy(AppMetadata metadata) {
        Set<KeyAlgorithm> needed = new LinkedHashSet<>();
        Stream.of(
                        metadata.idTokenSignedResponseAlg(),
                        metadata.tokens().accessTokenSignedResponseAlg(),
                        metadata.tokens().userinfoSignedResponseAlg(),
                        metadata.tokens().introspectionSignedResponseAlg(),
                        metadata.authorization().authorizationSignedResponseAlg())
                .filter(Objects::nonNull)
                .map(SigningAlgorithm::named)
                .flatMap(Optional::stream)
                .forEach(needed::add);
        Optional.ofNullable(metadata.authorization().requestObjectEncryption())
                .flatMap(algorithms -> EncryptionAlgorithm.forHeader(algorithms.alg()))
                .ifPresent(needed::add);
        return needed;
    }

    /** What the ring would lack if this command were done. */
    public static Set<KeyAlgorithm> lacking(WorkspaceState state, WorkspaceCommand command) {
        return switch (command) {
            case AppCommand.Register c -> lacking(state, neededBy(c.metadata()));
            case AppCommand.Update c -> lacking(state, neededBy(c.metadata()));
            case RegistrationCommand.Register c -> lacking(state, neededBy(c.metadata()));
            case RegistrationCommand.Replace c -> lacking(state, neededBy(c.metadata()));
            default -> Set.of();
        };
    }

    private static Set<KeyAlgorithm> lacking(WorkspaceState state, Set<KeyAlgorithm> needed) {
        Set<KeyAlgorithm> lacking = new LinkedHashSet<>(needed);
        lacking.removeIf(algorithm -> state.keys().current(algorithm.jose()).isPresent());
        return lacking;
    }

    /** How many keys to make of which algorithm, so that each of these can take its next step: one, or the first two. */
    public static List<KeyAlgorithm> toMake(WorkspaceState state, Collection<? extends KeyAlgorithm> algorithms) {
        List<KeyAlgorithm> all = new ArrayList<>();
        for (KeyAlgorithm algorithm : algorithms) {
            all.add(algorithm);
            if (state.keys().current(algorithm.jose()).isEmpty()) {
                all.add(algorithm);
            }
        }
        return all;
    }

    /** The first keys of algorithms that the ring has none of; what else was made is not needed any more. */
    public static List<WorkspaceEvent> introduce(WorkspaceState state, List<KeyEvent.Published> fresh) {
        List<WorkspaceEvent> events = new ArrayList<>();
        for (String alg : algorithms(fresh)) {
            if (state.keys().current(alg).isEmpty()) {
                events.addAll(first(of(alg, fresh)));
            }
        }
        return events;
    }

    /** Why a rotation by hand is refused; asked before its keys are made, and again before it is done. */
    public static Optional<Refused> refuseRotation(WorkspaceState state, @Nullable String alg) {
        if (alg != null && KeyAlgorithm.named(alg).isEmpty()) {
            List<String> known =
                    KeyAlgorithm.all().stream().map(KeyAlgorithm::jose).toList();
            return Optional.of(Refused.invalid("alg", "unsupported", "must be one of " + String.join(", ", known)));
        }
        for (KeyAlgorithm algorithm : chosen(state, alg)) {
            long previous = state.keys().keys().stream()
                    .filter(key -> key.state() == KeyState.PREVIOUS && key.alg().equals(algorithm.jose()))
                    .count();
            if (previous >= PREVIOUS_LIMIT) {
                return Optional.of(Refused.conflict(
                        "too_many_keys",
                        "There are " + PREVIOUS_LIMIT + " earlier keys of " + algorithm.jose()
                                + " that live tokens may need; rotate again once the first of them has retired."));
            }
        }
        return Optional.empty();
    }

    /** What a rotation by hand is about. */
    public static Set<KeyAlgorithm> chosen(WorkspaceState state, @Nullable String alg) {
        Set<KeyAlgorithm> chosen = new LinkedHashSet<>();
        if (alg == null) {
            state.keys().algorithms().forEach(name -> KeyAlgorithm.named(name).ifPresent(chosen::add));
        } else {
            KeyAlgorithm.named(alg).ifPresent(chosen::add);
        }
        return chosen;
    }

    /**
     * By hand.
     *
     * @param fresh the keys to be published as the new next ones
     */
    public static Decision<WorkspaceEvent> rotate(
            WorkspaceState state, @Nullable String alg, List<KeyEvent.Published> fresh, Instant now) {
        return refuseRotation(state, alg)
                .<Decision<WorkspaceEvent>>map(Decision::reject)
                .orElseGet(() -> {
                    List<WorkspaceEvent> events = steps(state, fresh);
                    return Decision.accept(events, list(after(state, events, now)));
                });
    }

    /** By itself: of those keys only that are due in the state of now, for another rotation may have come between. */
    public static List<WorkspaceEvent> rotateDue(WorkspaceState state, List<KeyEvent.Published> fresh, Instant now) {
        Set<KeyAlgorithm> due = due(state, now);
        return steps(
                state,
                fresh.stream()
                        .filter(key -> KeyAlgorithm.named(key.alg())
                                .filter(due::contains)
                                .isPresent())
                        .toList());
    }

    /** Algorithms whose current key has signed long enough and whose next one has been published long enough. */
    public static Set<KeyAlgorithm> due(WorkspaceState state, Instant now) {
        Set<KeyAlgorithm> due = chosen(state, null);
        due.removeIf(algorithm -> !isDue(state, algorithm.jose(), now));
        return due;
    }

    private static boolean isDue(WorkspaceState state, String alg, Instant now) {
        Optional<KeyRing.Key> current = state.keys().current(alg);
        Optional<KeyRing.Key> next = state.keys().next(alg);
        return state.isActive()
                && current.isPresent()
                && current.get().activatedAt() != null
                && !current.get()
                        .activatedAt()
                        .plus(state.settings().keyRotation())
                        .isAfter(now)
                && next.isPresent()
                && !next.get().publishedAt().plus(state.settings().keyLead()).isAfter(now);
    }

    private static List<WorkspaceEvent> steps(WorkspaceState state, List<KeyEvent.Published> fresh) {
        List<WorkspaceEvent> events = new ArrayList<>();
        for (String alg : algorithms(fresh)) {
            List<KeyEvent.Published> made = of(alg, fresh);
            Optional<KeyRing.Key> current = state.keys().current(alg);
            if (current.isEmpty()) {
                events.addAll(first(made));
            } else {
                state.keys()
                        .next(alg)
                        .ifPresent(next -> events.add(new KeyEvent.Activated(
                                next.kid(), alg, current.get().kid())));
                events.add(made.getFirst());
            }
        }
        return events;
    }

    private static List<WorkspaceEvent> first(List<KeyEvent.Published> made) {
        List<WorkspaceEvent> events = new ArrayList<>();
        events.add(made.getFirst());
        events.add(new KeyEvent.Activated(made.getFirst().kid(), made.getFirst().alg(), null));
        made.stream().skip(1).limit(1).forEach(events::add);
        return events;
    }

    private static Set<String> algorithms(List<KeyEvent.Published> fresh) {
        Set<String> algorithms = new LinkedHashSet<>();
        fresh.forEach(key -> algorithms.add(key.alg()));
        return algorithms;
    }

    private static List<KeyEvent.Published> of(String alg, List<KeyEvent.Published> fresh) {
        return fresh.stream().filter(key -> key.alg().equals(alg)).toList();
    }

    private static WorkspaceState after(WorkspaceState state, List<WorkspaceEvent> events, Instant now) {
        WorkspaceState after = state;
        for (WorkspaceEvent event : events) {
            after = after.apply(new Recorded<>(now, Act.bySystem("view"), event));
        }
        return after;
    }

    /** Previous keys whose last token is dead, or that nobody can still be encrypting to. */
    public static List<WorkspaceEvent> retire(WorkspaceState state, Instant now) {
        Duration longest = longestToken(state.settings()).plus(SKEW);
        return state.keys().keys().stream()
                .filter(key -> key.state() == KeyState.PREVIOUS
                        && key.retiredAt() != null
                        && !key.retiredAt()
                                .plus(use(key.alg()) == KeyUse.ENCRYPTION ? STALE_SET : longest)
                                .isAfter(now))
                .<WorkspaceEvent>map(key -> new KeyEvent.Retired(key.kid()))
                .toList();
    }

    public static KeyCommand.KeyList list(WorkspaceState state) {
        return new KeyCommand.KeyList(state.keys().keys().stream()
                .map(key -> new KeyCommand.KeyView(
                        key.kid(),
                        use(key.alg()),
                        key.alg(),
                        key.state(),
                        key.publishedAt(),
                        key.activatedAt(),
                        key.retiredAt()))
                .toList());
    }

    private static KeyUse use(String alg) {
        return KeyAlgorithm.named(alg)
                .map(algorithm -> switch (algorithm) {
                    case SigningAlgorithm signing -> KeyUse.SIGNATURE;
                    case EncryptionAlgorithm encryption -> KeyUse.ENCRYPTION;
                })
                .orElse(KeyUse.SIGNATURE);
    }

    /**
     * An id token is also a logout hint, of any age; but it is enough that tokens verify while they live. A day at least, so
     * that a lifetime lowered lately does not orphan tokens made before.
     */
    private static Duration longestToken(WorkspaceSettings settings) {
        Duration longest =
                settings.accessToken().compareTo(settings.idToken()) > 0 ? settings.accessToken() : settings.idToken();
        return longest.compareTo(Duration.ofDays(1)) > 0 ? longest : Duration.ofDays(1);
    }
}

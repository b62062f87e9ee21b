package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signing-key ring: next → current → previous → gone.
 *
 * <p>A key that rotates by itself has been published for at least {@link WorkspaceSettings#keyLead}; by hand it may be
 * sooner, since the next key is always published and relying parties refetch on an unknown {@code kid}.
 */
public final class KeyDecisions {
    /** Clocks of relying parties may be behind; a key stays a little longer than its tokens. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private KeyDecisions() {}

    /** @param fresh the key to be published as the new next one */
    public static Decision<WorkspaceEvent> rotate(WorkspaceState state, KeyEvent.Published fresh, Instant now) {
        List<WorkspaceEvent> events = new ArrayList<>();
        state.keys()
                .next()
                .ifPresent(next -> events.add(new KeyEvent.Activated(
                        next.kid(), state.keys().current().map(KeyRing.Key::kid).orElse(null))));
        events.add(fresh);
        WorkspaceState after = state;
        for (WorkspaceEvent event : events) {
            after = after.apply(new com.prysmid.tenant.event.Recorded<>(
                    now, com.prysmid.tenant.protocol.Act.bySystem("view"), event));
        }
        return Decision.accept(events, list(after));
    }

    /** Whether the current key has signed long enough and the next one has been published long enough. */
    public static boolean isRotationDue(WorkspaceState state, Instant now) {
        Optional<KeyRing.Key> current = state.keys().current();
        Optional<KeyRing.Key> next = state.keys().next();
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

    /** Previous keys whose last token is dead. */
    public static List<WorkspaceEvent> retire(WorkspaceState state, Instant now) {
        Duration longest = longestToken(state.settings()).plus(SKEW);
        return state.keys().keys().stream()
                .filter(key -> key.state() == KeyState.PREVIOUS
                        && key.retiredAt() != null
                        && !key.retiredAt().plus(longest).isAfter(now))
                .<WorkspaceEvent>map(key -> new KeyEvent.Retired(key.kid()))
                .toList();
    }

    public static KeyCommand.KeyList list(WorkspaceState state) {
        return new KeyCommand.KeyList(state.keys().keys().stream()
                .map(key -> new KeyCommand.KeyView(
                        key.kid(), key.alg(), key.state(), key.publishedAt(), key.activatedAt(), key.retiredAt()))
                .toList());
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

package com.prysmid.tenant.state;

import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.SessionEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign-ins that have proven something, and not yet enough for a session; by id. */
public record PendingSignIns(Map<String, Pending> byId) {
    public static final PendingSignIns NONE = new PendingSignIns(Map.of());

    /** So many at once; the oldest makes room. */
    private static final int LIMIT = 10;

    /**
     * @param secretDigest base64url SHA-256 of the secret that its browser holds
     * @param amr          proven so far, RFC 8176 names
     * @param mfaWanted    by the app, whatever the workspace asks for
     * @param wrongCodes   that were tried in it
     */
    public record Pending(
            String id,
            String secretDigest,
            List<String> amr,
            boolean mfaWanted,
            int wrongCodes,
            Instant startedAt,
            Instant expiresAt) {
        public Pending {
            amr = List.copyOf(amr);
        }

        public boolean isLive(Instant now) {
            return now.isBefore(expiresAt);
        }

        @Override
        public String toString() {
            return "Pending[" + id + "]";
        }
    }

    public Optional<Pending> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Begun, or gone on with: what is proven by now. */
    PendingSignIns with(Instant at, SessionEvent.Pending event) {
        Map<String, Pending> kept = Maps.keep(byId, (id, one) -> one.isLive(at));
        Pending before = kept.get(event.pendingId());
        if (before == null && kept.size() >= LIMIT) {
            kept = Maps.without(
                    kept,
                    kept.values().stream()
                            .min(Comparator.comparing(Pending::startedAt))
                            .orElseThrow()
                            .id());
        }
        return new PendingSignIns(Maps.with(
                kept,
                event.pendingId(),
                new Pending(
                        event.pendingId(),
                        event.secretDigest(),
                        event.amr(),
                        event.mfaWanted(),
                        before == null ? 0 : before.wrongCodes(),
                        before == null ? at : before.startedAt(),
                        event.expiresAt())));
    }

    /** A wrong code: one try less, or none left. */
    PendingSignIns with(FactorEvent.CodeRefused event) {
        Pending before = byId.get(event.pendingId());
        if (before == null || event.endsSignIn()) {
            return without(event.pendingId());
        }
        return new PendingSignIns(Maps.with(
                byId,
                before.id(),
                new Pending(
                        before.id(),
                        before.secretDigest(),
                        before.amr(),
                        before.mfaWanted(),
                        before.wrongCodes() + 1,
                        before.startedAt(),
                        before.expiresAt())));
    }

    PendingSignIns without(@Nullable String id) {
        return id == null ? this : new PendingSignIns(Maps.without(byId, id));
    }
}

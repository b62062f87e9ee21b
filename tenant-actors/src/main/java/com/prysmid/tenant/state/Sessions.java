package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.PasskeyEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.SessionApp;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single sign-on sessions by id. */
public record Sessions(Map<String, Session> bySid) {
    public static final Sessions EMPTY = new Sessions(Map.of());

    /** So many live sessions at once; the one seen longest ago makes room. */
    private static final int LIMIT = 50;

    /** So many apps are remembered in a session; the one that came first makes room. */
    private static final int APPS_LIMIT = 50;

    /**
     * @param lastSeenAt moves with the codes it gives
     * @param expiresAt  its absolute end
     * @param apps       that were given something in it, in the order they came
     */
    public record Session(
            String sid,
            String secretDigest,
            Instant authTime,
            List<String> amr,
            Instant lastSeenAt,
            Duration idle,
            Instant expiresAt,
            @Nullable String ip,
            @Nullable String userAgent,
            List<SessionApp> apps) {
        public Session {
            // Null in snapshots of before there were any.
            apps = apps == null ? List.of() : List.copyOf(apps);
        }

        public boolean isLive(Instant now) {
            return now.isBefore(expiresAt) && now.isBefore(lastSeenAt.plus(idle));
        }

        /** Whether some app knows the session by this id. */
        public boolean isKnownAs(String otherSid) {
            return sid.equals(otherSid)
                    || apps.stream().anyMatch(app -> app.sid().equals(otherSid));
        }

        Session seenBy(Instant at, String clientId) {
            SessionApp app = new SessionApp(clientId, sid);
            List<SessionApp> all = apps;
            if (!apps.contains(app)) {
                all = new ArrayList<>(apps);
                if (all.size() >= APPS_LIMIT) {
                    all.removeFirst();
                }
                all.add(app);
            }
            return new Session(sid, secretDigest, authTime, amr, at, idle, expiresAt, ip, userAgent, all);
        }

        @Override
        public String toString() {
            return "Session[" + sid + "]";
        }
    }

    public Optional<Session> find(String sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    /** The session that some app knows by this id. */
    public Optional<Session> knownAs(String sid) {
        return bySid.values().stream().filter(session -> session.isKnownAs(sid)).findFirst();
    }

    /**
     * The sessions that end by this event, by somebody's will: not those whose time was over, nor one of dozens that makes room
     * for the newest, which nobody asked to end.
     */
    public List<Session> endedBy(Instant at, UserEvent event) {
        return switch (event) {
            case SessionEvent.SignedIn e -> List.of();
            case SessionEvent.Pending e -> List.of();
            case SessionEvent.SignInFailed e -> List.of();
            case SessionEvent.SignedOut e -> find(e.sid()).stream().toList();
            case SessionEvent.Revoked e -> find(e.sid()).stream().toList();
            case AccountEvent.PasswordChanged e -> List.copyOf(bySid.values());
            case AccountEvent.PasswordRehashed e -> List.of();
            case AccountEvent.StatusChanged e ->
                e.status() == UserStatus.ACTIVE ? List.of() : List.copyOf(bySid.values());
            case AccountEvent.Deleted e -> List.copyOf(bySid.values());
            case AccountEvent.Created e -> List.of();
            case AccountEvent.SignUpBegun e -> List.of();
            case AccountEvent.EmailVerified e -> List.of();
            case AccountEvent.Registered e -> List.of();
            case AccountEvent.Updated e -> List.of();
            case AccountEvent.GrantChanged e -> List.of();
            case FactorEvent e -> List.of();
            case GrantEvent e -> List.of();
            case ConsentEvent e -> List.of();
            case CibaEvent e -> List.of();
            case IdentityEvent e -> List.of();
            case PasskeyEvent e -> List.of();
            case TicketEvent e -> List.of();
            case DeliveryEvent e -> List.of();
        };
    }

    /** A renewed session takes along the apps of the one before. */
    Sessions begin(Instant at, Act act, SessionEvent.SignedIn event) {
        Map<String, Session> kept = stillThere(at, event);
        Optional<Session> madeRoom = madeRoom(kept);
        if (madeRoom.isPresent()) {
            kept = Maps.without(kept, madeRoom.get().sid());
        }
        List<SessionApp> apps = Optional.ofNullable(event.replacedSid())
                .flatMap(this::find)
                .map(Session::apps)
                .orElse(List.of());
        return new Sessions(Maps.with(
                kept,
                event.sid(),
                new Session(
                        event.sid(),
                        event.secretDigest(),
                        at,
                        event.amr(),
                        at,
                        event.idle(),
                        event.expiresAt(),
                        act.ip(),
                        act.userAgent(),
                        apps)));
    }

    private Map<String, Session> stillThere(Instant at, SessionEvent.SignedIn event) {
        return Maps.keep(bySid, (sid, session) -> session.isLive(at) && !sid.equals(event.replacedSid()));
    }

    private static Optional<Session> madeRoom(Map<String, Session> kept) {
        return kept.size() < LIMIT
                ? Optional.empty()
                : kept.values().stream().min(Comparator.comparing(Session::lastSeenAt));
    }

    /**
     * A code given in a session is a sign of life of it. A refresh token that came along from a renewed session makes its
     * app know the new one.
     */
    Sessions seen(Instant at, GrantEvent event, TokenFamilies families) {
        return switch (event) {
            case GrantEvent.CodeIssued e ->
                find(e.sid())
                        .map(session -> with(session.seenBy(at, e.clientId())))
                        .orElse(this);
            case GrantEvent.RefreshRotated e ->
                families.find(e.familyId())
                        .flatMap(family -> find(family.sid())
                                .filter(session ->
                                        !session.apps().contains(new SessionApp(family.clientId(), family.sid())))
                                .map(session -> with(session.seenBy(session.lastSeenAt(), family.clientId()))))
                        .orElse(this);
            case GrantEvent.CodeRedeemed e -> this;
            case GrantEvent.CodeReplayed e -> this;
            case GrantEvent.RefreshReused e -> this;
            case GrantEvent.FamilyRevoked e -> this;
            case GrantEvent.AccessTokenRevoked e -> this;
            case GrantEvent.TokenExchanged e -> this;
        };
    }

    private Sessions with(Session session) {
        return new Sessions(Maps.with(bySid, session.sid(), session));
    }

    Sessions end(String sid) {
        return new Sessions(Maps.without(bySid, sid));
    }
}

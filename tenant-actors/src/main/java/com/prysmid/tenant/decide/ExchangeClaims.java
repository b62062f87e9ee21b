package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.Delegation;
import com.prysmid.tenant.protocol.Exchange;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What access tokens say that came of others (RFC 8693 §4). */
final class ExchangeClaims {
    private static final String ACT = "act";

    /** Our own: the app that the person granted it to first. */
    private static final String GRANTED_TO = "granted_to";

    private ExchangeClaims() {}

    /** In seconds: no token outlives the one that it came of, or a chain of them would have no end. */
    static long life(TokenGrant grant, Duration usual, Instant now) {
        Exchange exchange = grant.exchange();
        return exchange == null
                ? usual.toSeconds()
                : Math.max(
                        1,
                        Math.min(
                                usual.toSeconds(),
                                Duration.between(now, exchange.notAfter()).toSeconds()));
    }

    static void add(TokenGrant grant, Map<String, Object> claims) {
        Exchange exchange = grant.exchange();
        if (exchange == null) {
            return;
        }
        claims.put(GRANTED_TO, exchange.grantedTo());
        Map<String, Object> act = Delegation.act(exchange.actors());
        if (act != null) {
            claims.put(ACT, act);
        }
    }

    static Delegation read(Map<String, Object> claims) {
        List<String> actors = new ArrayList<>();
        for (Object act = claims.get(ACT); act instanceof Map<?, ?> actor; act = actor.get(ACT)) {
            String subject = subject(actor);
            if (subject != null) {
                actors.add(subject);
            }
        }
        return new Delegation(actors, claims.get("may_act") instanceof Map<?, ?> allowed ? subject(allowed) : null);
    }

    /** The app that it was granted to first is gone. */
    static boolean isOrphaned(WorkspaceState state, Map<String, Object> claims) {
        return claims.get(GRANTED_TO) instanceof String app
                && state.apps().find(app).isEmpty();
    }

    private static @Nullable String subject(Map<?, ?> claim) {
        return claim.get("sub") instanceof String subject ? subject : null;
    }
}

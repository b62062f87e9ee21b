package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TokenCommand.MakeLogoutToken;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a logout token says (OpenID Connect Back-Channel Logout 1.0 §2.4). */
public final class LogoutTokens {
    public static final String TYPE = "logout+jwt";

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    /** §2.4 recommends at most two minutes: it is made for one attempt. */
    private static final Duration LIFE = Duration.ofMinutes(2);

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private LogoutTokens() {}

    /** What to sign, or why not. */
    public sealed interface Make {
        /** @param sector of an app that knows users by pairwise names; null where the claims name the user already */
        record Sign(
                String uri,
                KeyRing.Key key,
                Map<String, Object> claims,
                @Nullable String sector) implements Make {}

        record Denied(Refused refused) implements Make {}
    }

    public static Make make(
            WorkspaceState state, MakeLogoutToken command, String issuer, RandomSecrets random, Instant now) {
        Optional<App> app = state.apps().find(command.clientId());
        Optional<String> uri = app.flatMap(
                known -> Optional.ofNullable(known.metadata().logout().backchannelLogoutUri()));
        // §2.6: as the app's id tokens are signed.
        Optional<KeyRing.Key> key =
                app.flatMap(known -> state.keys().current(known.metadata().idTokenSignedResponseAlg()));
        if (uri.isEmpty()) {
            return new Make.Denied(Refused.notFound("backchannel_logout_uri"));
        }
        if (key.isEmpty()) {
            // Being made; the app still wants to be told.
            return new Make.Denied(Refused.overloaded(SHORTLY));
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", command.userId().value());
        claims.put("aud", command.clientId());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        // A new one for every attempt: an app that remembers ids must not take a second attempt for a replay.
        claims.put("jti", random.id());
        claims.put("sid", command.sid());
        claims.put("events", Map.of(EVENT, Map.of()));
        return new Make.Sign(
                uri.get(), key.get(), claims, app.flatMap(PairwiseSector::of).orElse(null));
    }
}

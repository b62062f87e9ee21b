package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TokenCommand.Purpose;
import com.prysmid.tenant.protocol.TokenCommand.SignForApp;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signed messages to one app besides its tokens: what they say, and in which of the forms that it registered. */
public final class AppMessages {
    /** JARM §2.1: ten minutes at most are recommended; a redirect takes seconds. */
    private static final Duration AUTHORIZATION_RESPONSE_LIFE = Duration.ofMinutes(5);

    /** OpenID Connect Back-Channel Logout §2.4: two minutes at most are recommended. */
    private static final Duration LOGOUT_TOKEN_LIFE = Duration.ofMinutes(2);

    private AppMessages() {}

    /** What to sign, or why not. */
    public sealed interface Message {
        /**
         * @param typ        of the header; empty for none
         * @param claims     where {@code sub} is still the user's own id
         * @param sector     where it is to be replaced by the user's name in this sector
         * @param encryption null where it is only signed
         */
        record Sign(
                KeyRing.Key key,
                String typ,
                Map<String, Object> claims,
                @Nullable String sector,
                @Nullable JweAlgorithms encryption,
                @Nullable App app)
                implements Message {}

        record Denied(Refused refused) implements Message {}
    }

    public static Message of(
            WorkspaceState state, SignForApp command, String issuer, RandomSecrets random, Instant now) {
        Optional<App> app = state.apps().find(command.clientId());
        boolean known = app.isPresent()
                || state.serviceAccounts().find(command.clientId()).isPresent();
        Optional<KeyRing.Key> key = state.keys()
                .current(
                        app.map(a -> algorithm(a.metadata(), command.purpose())).orElse("RS256"));
        if (!known || key.isEmpty()) {
            return new Message.Denied(ClientDecisions.refusal());
        }
        return new Message.Sign(
                key.get(),
                typ(command.purpose()),
                claims(command, issuer, random, now),
                command.claims().containsKey("sub")
                        ? app.flatMap(PairwiseSector::of).orElse(null)
                        : null,
                app.map(a -> encryption(a.metadata(), command.purpose())).orElse(null),
                app.orElse(null));
    }

    /**
     * Where nothing says what a JWT is, its type is left out: our own tokens always have one, so that nothing signed here passes
     * for an id token (RFC 8725 §3.11).
     */
    private static String typ(Purpose purpose) {
        return switch (purpose) {
            case AUTHORIZATION_RESPONSE, USERINFO -> "";
            case INTROSPECTION -> "token-introspection+jwt";
            case LOGOUT_TOKEN -> "logout+jwt";
        };
    }

    private static String algorithm(AppMetadata metadata, Purpose purpose) {
        String registered = switch (purpose) {
            case AUTHORIZATION_RESPONSE -> metadata.authorization().authorizationSignedResponseAlg();
            case USERINFO -> metadata.tokens().userinfoSignedResponseAlg();
            case INTROSPECTION -> metadata.tokens().introspectionSignedResponseAlg();
            // Back-Channel Logout §2.6: as for id tokens.
            case LOGOUT_TOKEN -> metadata.idTokenSignedResponseAlg();
        };
        return registered == null ? "RS256" : registered;
    }

    private static @Nullable JweAlgorithms encryption(AppMetadata metadata, Purpose purpose) {
        return switch (purpose) {
            case AUTHORIZATION_RESPONSE -> metadata.authorization().authorizationEncryption();
            case USERINFO -> metadata.tokens().userinfoEncryption();
            case INTROSPECTION -> metadata.tokens().introspectionEncryption();
            case LOGOUT_TOKEN -> metadata.tokens().idTokenEncryption();
        };
    }

    private static Map<String, Object> claims(SignForApp command, String issuer, RandomSecrets random, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        switch (command.purpose()) {
            case AUTHORIZATION_RESPONSE ->
                claims.put("exp", now.plus(AUTHORIZATION_RESPONSE_LIFE).getEpochSecond());
            case USERINFO -> {}
            case INTROSPECTION -> claims.put("iat", now.getEpochSecond());
            case LOGOUT_TOKEN -> {
                claims.put("iat", now.getEpochSecond());
                claims.put("exp", now.plus(LOGOUT_TOKEN_LIFE).getEpochSecond());
                claims.put("jti", random.id());
            }
        }
        // A retry may keep its jti.
        claims.putAll(command.claims());
        claims.put("iss", issuer);
        claims.put("aud", command.clientId());
        return claims;
    }
}

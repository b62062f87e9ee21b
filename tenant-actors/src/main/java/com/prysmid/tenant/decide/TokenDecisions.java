package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.protocol.AppClaims;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.AuthorizationDetails;
import com.prysmid.tenant.protocol.ClaimsRequest;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.Person;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.KeyRing;
import com.prysmid.tenant.state.ServiceAccounts.ServiceAccount;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tokens say (RFC 9068 for access tokens, OpenID Connect Core §2 for id tokens), and which ones still hold. */
public final class TokenDecisions {
    public static final String ACCESS_TOKEN_TYPE = "at+jwt";
    public static final String ID_TOKEN_TYPE = "JWT";

    /** Our own claim: the token family at the user, which decides whether the token still holds. */
    private static final String GRANT_ID = "grant_id";

    /** RFC 7800 §3.1: whose key the token is bound to. */
    private static final String CONFIRMATION = "cnf";

    private static final String OPAQUE = "opaque";

    private TokenDecisions() {}

    /**
     * A token that was found to be ours, alive and whole.
     *
     * @param user the user's own id where the token's {@code sub} is a name made for a sector; null where it names nobody there
     */
    public record Read(Map<String, Object> claims, @Nullable String user) {}

    /** What to sign, or why not. */
    public sealed interface Issue {
        /**
         * @param key          signs the access token, with the algorithm that the app registered
         * @param idKey        signs the id token, likewise
         * @param accessClaims with the user's own id in {@code sub}, as {@code idClaims}
         * @param idClaims     without {@code at_hash}, which needs the signed access token; null where there is no id token
         * @param sector       where {@code sub} is to be replaced by the user's name in this sector; null: nowhere
         * @param opaque       the access token is sealed, not signed
         * @param app          what it registered says how the id token is encrypted; null for a service account
         */
        record Sign(
                KeyRing.Key key,
                KeyRing.Key idKey,
                Map<String, Object> accessClaims,
                @Nullable Map<String, Object> idClaims,
                long expiresInSeconds,
                String scope,
                @Nullable String sector,
                boolean opaque,
                @Nullable App app)
                implements Issue {
            /** Of the id token; null where it is only signed. */
            public @Nullable JweAlgorithms idEncryption() {
                return app == null ? null : app.metadata().tokens().idTokenEncryption();
            }
        }

        record Denied(Refused refused) implements Issue {}
    }

    public static Issue issue(
            WorkspaceState state, TokenGrant grant, String issuer, RandomSecrets random, Instant now) {
        Optional<App> app = state.apps().find(grant.clientId());
        Optional<ServiceAccount> account = state.serviceAccounts().find(grant.clientId());
        String always = KeyDecisions.ALWAYS.jose();
        Optional<KeyRing.Key> key = state.keys()
                .current(app.map(a -> a.metadata().tokens().accessTokenSignedResponseAlg())
                        .orElse(always));
        Optional<KeyRing.Key> idKey = state.keys()
                .current(app.map(a -> a.metadata().idTokenSignedResponseAlg()).orElse(always));
        if ((app.isEmpty() && account.isEmpty()) || key.isEmpty() || idKey.isEmpty()) {
            return new Issue.Denied(ClientDecisions.refusal());
        }
        if (app.isPresent() && CertificateBinding.lacksCertificate(app.get().metadata(), grant.confirmation())) {
            return new Issue.Denied(CertificateBinding.certificateNeeded());
        }
        if (app.isPresent() && SenderDecisions.lacksRequiredKey(app.get().metadata(), grant.confirmation())) {
            return new Issue.Denied(SenderDecisions.invalidProof());
        }
        String scope = String.join(" ", grant.scopes());
        long life = ExchangeClaims.life(grant, state.settings().accessToken(), now);
        Map<String, Object> access = new LinkedHashMap<>();
        access.put("iss", issuer);
        access.put("sub", grant.subject());
        access.put("aud", audience(grant, issuer));
        access.put("exp", now.getEpochSecond() + life);
        access.put("iat", now.getEpochSecond());
        access.put("jti", random.id());
        access.put("client_id", grant.clientId());
        access.put("scope", scope);
        if (grant.grantId() != null) {
            access.put(GRANT_ID, grant.grantId());
        }
        if (grant.sid() != null) {
            access.put("sid", grant.sid());
        }
        if (grant.confirmation() != null) {
            access.put(CONFIRMATION, grant.confirmation().claim());
        }
        ExchangeClaims.add(grant, access);
        AuthorizationDetails.of(grant.details().authorizationDetails())
                .ifPresent(details -> access.put(AuthorizationDetails.CLAIM, details.items()));
        AppClaims appClaims = appClaims(state, app);
        List<String> roles = appClaims.rolesOf(grant.roles());
        if (!roles.isEmpty()) {
            access.put("roles", roles);
        }
        boolean wantsIdToken = grant.grantId() != null
                && grant.exchange() == null
                && grant.scopes().contains("openid");
        return new Issue.Sign(
                key.get(),
                idKey.get(),
                access,
                wantsIdToken ? idClaims(state, grant, appClaims, false, issuer, now) : null,
                life,
                scope,
                grant.grantId() == null ? null : app.flatMap(PairwiseSector::of).orElse(null),
                app.filter(a -> a.metadata().accessTokenFormat().equals(OPAQUE)).isPresent(),
                app.orElse(null));
    }

    /** @param claims with the user's own id in {@code sub}, and without the hashes of what goes with it */
    public record SignIdToken(KeyRing.Key key, App app, Map<String, Object> claims) {}

    /**
     * An id token that goes through the browser; empty where the app is gone.
     *
     * @param alone see {@link PersonClaims#forIdToken}
     */
    public static Optional<SignIdToken> issueIdToken(
            WorkspaceState state, TokenGrant grant, boolean alone, String issuer, Instant now) {
        return state.apps()
                .find(grant.clientId())
                .flatMap(app -> state.keys()
                        .current(app.metadata().idTokenSignedResponseAlg())
                        .map(key -> new SignIdToken(
                                key,
                                app,
                                idClaims(state, grant, appClaims(state, Optional.of(app)), alone, issuer, now))));
    }

    /** RFC 8707 §2.2: for those it was asked for and nobody else; otherwise for our own endpoints. */
    private static Object audience(TokenGrant grant, String issuer) {
        List<String> resources = grant.details().resources();
        return switch (resources.size()) {
            case 0 -> issuer;
            case 1 -> resources.getFirst();
            default -> resources;
        };
    }

    /** @param alone see {@link PersonClaims#forIdToken} */
    private static Map<String, Object> idClaims(
            WorkspaceState state, TokenGrant grant, AppClaims app, boolean alone, String issuer, Instant now) {
        ClaimsRequest request = ClaimsRequest.of(grant.details().claims());
        Person person = grant.person();
        Map<String, Object> claims = new LinkedHashMap<>();
        if (person != null) {
            // First: what follows is ours to say, whatever a mapping may be named.
            claims.putAll(PersonClaims.of(person, grant.roles(), app).forIdToken(grant.scopes(), request, alone));
        }
        claims.put("iss", issuer);
        claims.put("sub", grant.subject());
        claims.put("aud", grant.clientId());
        claims.put("azp", grant.clientId());
        claims.put("exp", now.getEpochSecond() + state.settings().idToken().toSeconds());
        claims.put("iat", now.getEpochSecond());
        if (grant.authTime() != null) {
            claims.put("auth_time", grant.authTime().getEpochSecond());
        }
        if (grant.nonce() != null) {
            claims.put("nonce", grant.nonce());
        }
        if (grant.sid() != null) {
            claims.put("sid", grant.sid());
        }
        if (!grant.amr().isEmpty()) {
            claims.put("amr", grant.amr());
            claims.put("acr", AuthenticationContext.acr(grant.amr(), request));
        }
        return claims;
    }

    private static AppClaims appClaims(WorkspaceState state, Optional<App> app) {
        return app.map(a -> new AppClaims(
                        a.projectId(),
                        state.projects()
                                .find(a.projectId())
                                .map(project -> List.copyOf(project.roles().keySet()))
                                .orElse(List.of()),
                        a.metadata().tokens().claimMappings()))
                .orElse(AppClaims.NONE);
    }

    /**
     * The app whose name for a user a token's {@code sub} is.
     *
     * @param claims of an access token or an id token; not believed yet
     */
    public static Optional<String> sectorOf(WorkspaceState state, Map<String, Object> claims) {
        boolean access = claims.containsKey("client_id");
        if (access && !claims.containsKey(GRANT_ID)) {
            // A client's own token names no user.
            return Optional.empty();
        }
        List<String> audience = audience(claims);
        String client = access ? text(claims, "client_id") : audience.size() == 1 ? audience.getFirst() : null;
        return client == null ? Optional.empty() : state.apps().find(client).flatMap(PairwiseSector::of);
    }

    /**
     * @param token whose signature, type, issuer and life were found good
     * @param used  at an endpoint of ours, which must be an audience of it; false where it is only looked at
     */
    public static Reply accept(WorkspaceState state, Read token, String issuer, boolean used) {
        Map<String, Object> claims = token.claims();
        String clientId = text(claims, "client_id");
        String subject = text(claims, "sub");
        String jti = text(claims, "jti");
        if (clientId == null
                || subject == null
                || jti == null
                || audience(claims).isEmpty()
                || (used && !audience(claims).contains(issuer))) {
            return invalidToken();
        }
        Optional<App> app = state.apps().find(clientId);
        Optional<ServiceAccount> account = state.serviceAccounts().find(clientId);
        String user = sectorOf(state, claims).isPresent() ? token.user() : subject;
        if (user == null) {
            return invalidToken();
        }
        if ((app.isEmpty() && account.isEmpty())
                || state.revokedClientTokens().containsKey(jti)
                || ExchangeClaims.isOrphaned(state, claims)) {
            return invalidToken();
        }
        Object bound = claims.get(CONFIRMATION);
        Optional<Confirmation> confirmation = Confirmation.parse(bound);
        if (bound != null && confirmation.isEmpty()) {
            return invalidToken();
        }
        String scope = text(claims, "scope");
        return new AccessToken(
                user,
                subject,
                app.isPresent() ? ClientKind.APP : ClientKind.SERVICE_ACCOUNT,
                clientId,
                app.map(App::projectId).orElse(null),
                scope == null || scope.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(scope.split(" ", -1))),
                text(claims, GRANT_ID),
                text(claims, "sid"),
                jti,
                audience(claims),
                instant(claims, "iat"),
                instant(claims, "exp"),
                account.map(ServiceAccount::roles).orElse(List.of()),
                appClaims(state, app),
                app.filter(a -> a.metadata().tokens().userinfoSignedResponseAlg() != null)
                        .isPresent(),
                confirmation.orElse(null),
                AuthorizationDetails.inClaims(claims)
                        .map(AuthorizationDetails::json)
                        .orElse(null),
                null,
                ExchangeClaims.read(claims));
    }

    /** @param token an id token whose signature and issuer were found good; its age does not matter */
    public static Reply acceptHint(WorkspaceState state, Read token) {
        Map<String, Object> claims = token.claims();
        String subject = sectorOf(state, claims).isPresent() ? token.user() : text(claims, "sub");
        List<String> audience = audience(claims);
        return subject == null || audience.size() != 1
                ? invalidToken()
                : new IdTokenHint(subject, audience.getFirst(), text(claims, "sid"));
    }

    public static Refused invalidToken() {
        return Refused.of(
                Refused.Reason.INVALID_TOKEN, "invalid_token", "The token is broken, expired, revoked or not ours.");
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text ? text : null;
    }

    private static Instant instant(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : Instant.EPOCH;
    }

    private static List<String> audience(Map<String, Object> claims) {
        return switch (claims.get("aud")) {
            case String one -> List.of(one);
            case List<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}

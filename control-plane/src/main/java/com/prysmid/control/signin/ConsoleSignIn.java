package com.prysmid.control.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.prysmid.control.console.Console;
import com.prysmid.control.console.ConsoleApp;
import com.prysmid.control.operating.PublicOrigins;
import com.prysmid.control.sessions.Person;
import com.prysmid.control.sessions.SessionSecret;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.FormData;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;
import org.apache.pekko.japi.Pair;

/** The client's part of OpenID Connect Core 1.0 §3.1. Safe for use by many threads at once. Stages that fail are outages. */
public final class ConsoleSignIn {
    /** The workspace signs ID tokens of this app with nothing else, and nothing else is believed. */
    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.RS256;

    /** RFC 7523 §3: short, because it is used at once. */
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(1);

    private final Console console;
    private final PublicOrigins origins;
    private final Vault vault;
    private final Provider provider;
    private final Clock clock;

    public ConsoleSignIn(Console console, String issuer, PublicOrigins origins, Vault vault, Clock clock) {
        this.console = console;
        this.origins = origins;
        this.vault = vault;
        this.provider = new Provider(origins, issuer, clock);
        this.clock = clock;
    }

    /**
     * Where to send the browser that holds this secret; empty while the workspace {@code console} is not ready.
     *
     * @param callback where it is to come back to
     */
    public CompletionStage<Optional<URI>> begin(SessionSecret secret, URI callback) {
        return console.app()
                .thenCompose(app -> app.isEmpty()
                        ? CompletableFuture.completedStage(Optional.<URI>empty())
                        : provider.known()
                                .thenApply(known -> Optional.of(request(
                                        app.get(), known.metadata().getAuthorizationEndpointURI(), secret, callback))));
    }

    private static URI request(ConsoleApp app, URI endpoint, SessionSecret secret, URI callback) {
        Attempt attempt = Attempt.of(secret);
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "profile", "email"),
                        new ClientID(app.clientId()),
                        callback)
                .endpointURI(endpoint)
                .state(attempt.state())
                .nonce(attempt.nonce())
                .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** What a sign-in came to. */
    public sealed interface Outcome {
        record SignedIn(MemberId member, Person person) implements Outcome {}

        /** @param reason in snake case; no part of what came */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * Who the browser's person is that comes back with these parameters.
     *
     * @param secret in the browser's cookie
     */
    public CompletionStage<Outcome> finish(SessionSecret secret, URI callback, Map<String, List<String>> parameters) {
        Attempt attempt = Attempt.of(secret);
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(callback, parameters);
        } catch (ParseException e) {
            return refused("invalid_response");
        }
        // Before all else: whose answer it is. RFC 6749 §10.12.
        if (!attempt.state().equals(response.getState())) {
            return refused("other_sign_in");
        }
        return console.app().thenCompose(app -> {
            if (app.isEmpty()) {
                return refused("not_ready");
            }
            // RFC 9207: the answer of the server that was asked, and of no other.
            if (response.getIssuer() != null
                    && !response.getIssuer().getValue().equals(app.get().issuer())) {
                return refused("other_issuer");
            }
            if (!response.indicatesSuccess()) {
                return refused("refused");
            }
            AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
            return code == null
                    ? refused("invalid_response")
                    : provider.known().thenCompose(known -> redeem(app.get(), known, code, callback, attempt));
        });
    }

    private CompletionStage<Outcome> redeem(
            ConsoleApp app, Provider.Known known, AuthorizationCode code, URI callback, Attempt attempt) {
        URI endpoint = known.metadata().getTokenEndpointURI();
        Optional<String> assertion = vault.sign(app.binding(), app.key(), claims(app));
        if (assertion.isEmpty()) {
            return CompletableFuture.failedStage(new IllegalStateException("the dashboard's key is lost"));
        }
        Map<String, List<String>> form =
                new HashMap<>(new AuthorizationCodeGrant(code, callback, attempt.verifier()).toParameters());
        try {
            form.putAll(new PrivateKeyJWT(SignedJWT.parse(assertion.get())).toParameters());
        } catch (java.text.ParseException e) {
            return CompletableFuture.failedStage(new IllegalStateException("our own assertion cannot be read", e));
        }
        return origins.send(HttpRequest.POST(endpoint.toString()).withEntity(encoded(form)))
                .thenCompose(answer -> {
                    if (answer.status() >= 400 && answer.status() < 500) {
                        // Used already, expired, or somebody else's: the code is worth nothing.
                        return refused("invalid_code");
                    }
                    return answer.status() == 200
                            ? understood(app, known, answer.body().toString(), attempt)
                            : CompletableFuture.failedStage(
                                    new IllegalStateException("HTTP " + answer.status() + " from the token endpoint"));
                });
    }

    private JWTClaimsSet claims(ConsoleApp app) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(app.clientId())
                .subject(app.clientId())
                .audience(app.issuer())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                .build();
    }

    private static RequestEntity encoded(Map<String, List<String>> form) {
        List<Pair<String, String>> fields = form.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> Pair.create(field.getKey(), value)))
                .toList();
        return FormData.create(fields).toEntity();
    }

    private CompletionStage<Outcome> understood(ConsoleApp app, Provider.Known known, String answer, Attempt attempt) {
        OIDCTokens tokens;
        try {
            tokens = OIDCTokenResponse.parse(JSONObjectUtils.parse(answer)).getOIDCTokens();
        } catch (ParseException e) {
            return refused("invalid_answer");
        }
        JWT idToken = tokens.getIDToken();
        if (idToken == null) {
            return refused("invalid_answer");
        }
        return validated(app, known, idToken, attempt)
                .thenCompose(claims -> claims.isEmpty()
                        ? refused("invalid_id_token")
                        : person(known, claims.get(), tokens.getAccessToken().getValue()));
    }

    /** By the keys we know; or, where none of them signed it, by those there are now. */
    private CompletionStage<Optional<IDTokenClaimsSet>> validated(
            ConsoleApp app, Provider.Known known, JWT idToken, Attempt attempt) {
        Optional<IDTokenClaimsSet> claims = validated(app, known.keys(), idToken, attempt);
        return claims.isPresent()
                ? CompletableFuture.completedStage(claims)
                : provider.fresh().thenApply(fresh -> validated(app, fresh.keys(), idToken, attempt));
    }

    private static Optional<IDTokenClaimsSet> validated(ConsoleApp app, JWKSet keys, JWT idToken, Attempt attempt) {
        IDTokenValidator validator =
                new IDTokenValidator(new Issuer(app.issuer()), new ClientID(app.clientId()), ALGORITHM, keys);
        try {
            return Optional.of(validator.validate(idToken, attempt.nonce()));
        } catch (BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    /** Name and address, for the greeting and for invitations; the access token is used for nothing else, and forgotten. */
    private CompletionStage<Outcome> person(Provider.Known known, IDTokenClaimsSet claims, String accessToken) {
        MemberId member;
        try {
            member = new MemberId(claims.getSubject().getValue());
        } catch (InvalidValue e) {
            return refused("invalid_subject");
        }
        HttpRequest request = HttpRequest.GET(
                        known.metadata().getUserInfoEndpointURI().toString())
                .addCredentials(HttpCredentials.createOAuth2BearerToken(accessToken));
        return origins.send(request).thenApply(answer -> {
            // OpenID Connect Core 1.0 §5.3.4: what is said of somebody else is not believed.
            if (answer.status() != 200 || !answer.text("sub").equals(member.text())) {
                return new Outcome.Refused("invalid_userinfo");
            }
            boolean verified = answer.body().path("email_verified").asBoolean(false);
            String address = answer.text("email");
            String name = answer.text("name");
            return new Outcome.SignedIn(
                    member,
                    new Person(
                            name.isEmpty() ? answer.text("preferred_username") : name,
                            verified && !address.isEmpty() ? address : null));
        });
    }

    private static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedStage(new Outcome.Refused(reason));
    }
}

package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.decide.ClientSecrets.Made;
import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.ProjectEvent;
import com.prysmid.tenant.event.RegistrationEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProtocolPolicy.Registration;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.RegistrationCommand.InitialAccessToken;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.Registrations.InitialToken;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Apps that register themselves: what an admin's app must be like, they must be too, and they cannot make themselves one of the
 * workspace's own.
 */
public final class RegistrationDecisions {
    /** Where they go: a project of its own, whose roles nobody holds by accident. */
    public static final String PROJECT = "registered-apps";

    /** Strangers may fill this, and nothing else of the workspace. */
    private static final int LIMIT = 1_000;

    /** Of one app, in characters: with the limit above, what strangers can make a workspace carry. */
    private static final int METADATA_LIMIT = 16_000;

    private static final int INITIAL_TOKEN_LIMIT = 100;
    private static final Duration INITIAL_TOKEN_LIFE = Duration.ofDays(1);
    private static final Duration LONGEST_INITIAL_TOKEN_LIFE = Duration.ofDays(365);
    private static final String INITIAL_TOKEN_PREFIX = "prysm_iat_";
    private static final String REGISTRATION_TOKEN_PREFIX = "prysm_rat_";

    private RegistrationDecisions() {}

    public static Decision<WorkspaceEvent> register(
            WorkspaceState state, RegistrationCommand.Register command, ClientSecrets secrets, Instant now) {
        Registration policy = state.settings().protocol().registration();
        if (policy == Registration.CLOSED) {
            return Decision.reject(closed());
        }
        Optional<String> initialTokenId = initialTokenId(state, command.initialAccessToken(), now);
        // A token that is presented must be good, also where none is needed (RFC 6750 §3.1).
        if (initialTokenId.isEmpty()
                && (policy == Registration.INITIAL_ACCESS_TOKEN || command.initialAccessToken() != null)) {
            return Decision.reject(TokenDecisions.invalidToken());
        }
        if (state.registrations().tokenDigests().size() >= LIMIT) {
            return Decision.reject(Refused.conflict("too_many_apps", "No further apps can register themselves here."));
        }
        Optional<Refused> refusal = check(command.metadata());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        List<WorkspaceEvent> events = new ArrayList<>();
        if (state.projects().find(PROJECT).isEmpty()) {
            events.add(new ProjectEvent.Created(PROJECT, "Registered apps"));
        }
        Made made = AppRules.usesSecret(command.metadata())
                ? secrets.make(command.clientId(), command.metadata())
                : Made.NONE;
        Secret registrationToken =
                new Secret(REGISTRATION_TOKEN_PREFIX + secrets.random().secret());
        events.add(
                new AppEvent.Registered(PROJECT, command.clientId(), command.metadata(), made.digest(), made.sealed()));
        events.add(new RegistrationEvent.SelfRegistered(
                command.clientId(),
                SecretDigest.of(registrationToken.reveal()).base64Url(),
                initialTokenId.orElse(null)));
        return Decision.accept(
                events,
                new RegistrationCommand.Registered(
                        new AppCommand.App(command.clientId(), PROJECT, command.metadata(), now, made.secret()),
                        registrationToken));
    }

    public static Reply read(WorkspaceState state, RegistrationCommand.Read command) {
        return find(state, command.clientId(), command.registrationToken())
                .<Reply>map(app -> new RegistrationCommand.Registered(view(app, null), command.registrationToken()))
                .orElseGet(TokenDecisions::invalidToken);
    }

    public static Decision<WorkspaceEvent> replace(
            WorkspaceState state, RegistrationCommand.Replace command, ClientSecrets secrets) {
        Optional<App> found = find(state, command.clientId(), command.registrationToken());
        if (found.isEmpty()) {
            return Decision.reject(TokenDecisions.invalidToken());
        }
        App app = found.get();
        String before = app.secretDigest();
        Secret presented = command.clientSecret();
        if (presented != null && (before == null || !new SecretDigest(before).matches(presented.reveal()))) {
            return Decision.reject(
                    Refused.invalid("client_secret", "not_yours", "must be the app's own, or be left out"));
        }
        Optional<Refused> refusal = check(command.metadata());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Decision<WorkspaceEvent> updated = AppDecisions.update(
                state,
                new AppCommand.Update(
                        command.slug(),
                        app.projectId(),
                        app.clientId(),
                        command.metadata(),
                        command.act(),
                        command.replyTo()),
                secrets);
        return switch (updated) {
            case Decision.Accept<WorkspaceEvent>(var events, AppCommand.App view) ->
                Decision.accept(events, new RegistrationCommand.Registered(view, command.registrationToken()));
            case Decision.Accept<WorkspaceEvent> other -> other;
            case Decision.Reject<WorkspaceEvent> rejected -> rejected;
        };
    }

    public static Decision<WorkspaceEvent> remove(WorkspaceState state, RegistrationCommand.Remove command) {
        return find(state, command.clientId(), command.registrationToken())
                .map(app -> Decision.<WorkspaceEvent>accept(new AppEvent.Deleted(app.clientId()), new Done()))
                .orElseGet(() -> Decision.reject(TokenDecisions.invalidToken()));
    }

    /** @param answeredToken what a recent answer to the same creation told, so that a repeated one tells the same */
    public static Decision<WorkspaceEvent> createInitialToken(
            WorkspaceState state,
            RegistrationCommand.CreateInitialToken command,
            @Nullable Secret answeredToken,
            RandomSecrets random,
            Instant now) {
        Duration life = command.life() == null ? INITIAL_TOKEN_LIFE : command.life();
        Integer uses = command.uses();
        Findings findings = new Findings()
                .require(
                        life.compareTo(Duration.ofMinutes(1)) >= 0 && life.compareTo(LONGEST_INITIAL_TOKEN_LIFE) <= 0,
                        "lifetime",
                        "range",
                        "must be 60 to " + LONGEST_INITIAL_TOKEN_LIFE.toSeconds() + " whole seconds")
                .require(uses == null || (uses >= 1 && uses <= LIMIT), "uses", "range", "must be 1 to " + LIMIT);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<InitialToken> existing = state.registrations().initialToken(command.tokenId());
        if (existing.isPresent()) {
            InitialToken token = existing.get();
            return answeredToken == null
                    ? Decision.reject(Refused.conflict("already_exists", "This token was made before."))
                    : Decision.unchanged(new InitialAccessToken(
                            command.tokenId(),
                            token.createdAt(),
                            token.expiresAt(),
                            token.remainingUses(),
                            answeredToken));
        }
        long live = state.registrations().initialTokens().values().stream()
                .filter(token -> token.isGood(now))
                .count();
        if (live >= INITIAL_TOKEN_LIMIT) {
            return Decision.reject(Refused.conflict(
                    "too_many_tokens", "A workspace has at most " + INITIAL_TOKEN_LIMIT + " of these tokens."));
        }
        Secret secret = new Secret(random.secret());
        Instant expiresAt = now.plus(life);
        return Decision.accept(
                new RegistrationEvent.InitialTokenCreated(
                        command.tokenId(), SecretDigest.of(secret.reveal()).base64Url(), expiresAt, uses),
                new InitialAccessToken(
                        command.tokenId(),
                        now,
                        expiresAt,
                        uses,
                        new Secret(INITIAL_TOKEN_PREFIX + command.tokenId() + "." + secret.reveal())));
    }

    public static Reply listInitialTokens(WorkspaceState state, Instant now) {
        return new RegistrationCommand.InitialAccessTokens(state.registrations().initialTokens().entrySet().stream()
                .filter(entry -> entry.getValue().isGood(now))
                .map(entry -> new InitialAccessToken(
                        entry.getKey(),
                        entry.getValue().createdAt(),
                        entry.getValue().expiresAt(),
                        entry.getValue().remainingUses(),
                        null))
                .toList());
    }

    public static Decision<WorkspaceEvent> deleteInitialToken(
            WorkspaceState state, RegistrationCommand.DeleteInitialToken command) {
        return state.registrations().initialToken(command.tokenId()).isPresent()
                ? Decision.accept(new RegistrationEvent.InitialTokenDeleted(command.tokenId()), new Done())
                : Decision.reject(Refused.notFound("registration token"));
    }

    /** What no stranger may register: what makes an app the workspace's own, or lets it act for others' users. */
    private static Optional<Refused> check(AppMetadata metadata) {
        Findings findings = new Findings()
                .require(
                        metadata.toString().length() <= METADATA_LIMIT,
                        "client_metadata",
                        "length",
                        "must have at most " + METADATA_LIMIT + " characters in all")
                .require(
                        !metadata.authorization().firstParty(),
                        "first_party",
                        "forbidden",
                        "is for the workspace's admins to say")
                .require(
                        !metadata.grantTypes().contains("urn:ietf:params:oauth:grant-type:token-exchange"),
                        "grant_types",
                        "forbidden",
                        "token exchange is for the workspace's admins to allow");
        Optional<Refused> refusal = findings.refusal();
        return refusal.isPresent() ? refusal : AppRules.check(metadata);
    }

    private static Optional<String> initialTokenId(WorkspaceState state, @Nullable Secret presented, Instant now) {
        String text = presented == null ? "" : presented.reveal();
        int dot = text.indexOf('.');
        if (!text.startsWith(INITIAL_TOKEN_PREFIX) || dot < 0) {
            return Optional.empty();
        }
        String tokenId = text.substring(INITIAL_TOKEN_PREFIX.length(), dot);
        return state.registrations()
                .initialToken(tokenId)
                .filter(token -> token.isGood(now))
                .map(InitialToken::digest)
                .filter(digest -> new SecretDigest(digest).matches(text.substring(dot + 1)))
                .map(digest -> tokenId);
    }

    /** An unknown app and a wrong token are the same to whoever asks (RFC 7592 §2.1). */
    private static Optional<App> find(WorkspaceState state, String clientId, Secret token) {
        return state.registrations()
                .tokenDigest(clientId)
                .filter(digest -> new SecretDigest(digest).matches(token.reveal()))
                .flatMap(digest -> state.apps().find(clientId));
    }

    private static AppCommand.App view(App app, @Nullable Secret secret) {
        return new AppCommand.App(app.clientId(), app.projectId(), app.metadata(), app.createdAt(), secret);
    }

    private static Refused closed() {
        return Refused.of(
                Refused.Reason.FORBIDDEN, "access_denied", "Apps cannot register themselves in this workspace.");
    }
}

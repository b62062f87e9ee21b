package com.prysmid.tenant.decide;

import com.prysmid.tenant.decide.ClientSecrets.Made;
import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Apps. */
public final class AppDecisions {
    /** Keeps the Workspace entity's state bounded. */
    private static final int LIMIT = 2_000;

    private AppDecisions() {}

    /** @param answeredSecret what a recent answer to the same creation told, so that a repeated one tells the same */
    public static Decision<WorkspaceEvent> register(
            WorkspaceState state,
            AppCommand.Register command,
            @Nullable Secret answeredSecret,
            ClientSecrets secrets,
            Instant now) {
        if (state.projects().find(command.projectId()).isEmpty()) {
            return Decision.reject(Refused.notFound("project"));
        }
        Optional<Refused> refusal = AppRules.check(command.metadata());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<App> existing = state.apps().find(command.clientId());
        if (existing.isPresent()) {
            App app = existing.get();
            return app.projectId().equals(command.projectId()) && app.metadata().equals(command.metadata())
                    ? Decision.unchanged(view(app, TellAgain.ifStillValid(answeredSecret, app.secretDigest())))
                    : Decision.reject(Refused.conflict("already_exists", "This id was used for another app."));
        }
        // One name space with service accounts: both are clients at the token endpoint.
        if (state.serviceAccounts().find(command.clientId()).isPresent()) {
            return Decision.reject(Refused.conflict("already_exists", "This id was used for a service account."));
        }
        if (state.apps().byClientId().size() >= LIMIT) {
            return Decision.reject(Refused.conflict("too_many_apps", "A workspace has at most " + LIMIT + " apps."));
        }
        Made made = AppRules.usesSecret(command.metadata())
                ? secrets.make(command.clientId(), command.metadata())
                : Made.NONE;
        App app =
                new App(command.clientId(), command.projectId(), command.metadata(), made.digest(), made.sealed(), now);
        return Decision.accept(
                new AppEvent.Registered(
                        app.projectId(), app.clientId(), app.metadata(), app.secretDigest(), app.sealedSecret()),
                view(app, made.secret()));
    }

    public static Decision<WorkspaceEvent> update(
            WorkspaceState state, AppCommand.Update command, ClientSecrets secrets) {
        Optional<App> found = find(state, command.projectId(), command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("app"));
        }
        App app = found.get();
        if (command.basis() != null && !command.basis().equals(app.metadata())) {
            return Decision.reject(Refused.changedMeanwhile());
        }
        Optional<Refused> refusal = AppRules.check(command.metadata());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        if (app.metadata().equals(command.metadata())) {
            return Decision.unchanged(view(app, null));
        }
        Made made = secretAfter(app, command.metadata(), secrets);
        App updated = new App(
                app.clientId(), app.projectId(), command.metadata(), made.digest(), made.sealed(), app.createdAt());
        return Decision.accept(
                new AppEvent.Updated(
                        updated.clientId(), updated.metadata(), updated.secretDigest(), updated.sealedSecret()),
                view(updated, made.secret()));
    }

    /**
     * An app that begins to need a secret gets one, told in the answer; one that stops loses it. Of the secret of an app that
     * begins to sign with it only the digest is there, so it gets another.
     */
    private static Made secretAfter(App app, AppMetadata metadata, ClientSecrets secrets) {
        if (!AppRules.usesSecret(metadata)) {
            return Made.NONE;
        }
        boolean signs = AppRules.signsWithSecret(metadata);
        return app.secretDigest() == null || (signs && app.sealedSecret() == null)
                ? secrets.make(app.clientId(), metadata)
                : new Made(null, app.secretDigest(), signs ? app.sealedSecret() : null);
    }

    /** Whether the decision takes the workspace's seal. */
    public static boolean needsSeal(WorkspaceState state, AppCommand command) {
        return switch (command) {
            case AppCommand.Register c -> AppRules.signsWithSecret(c.metadata());
            case AppCommand.Update c -> AppRules.signsWithSecret(c.metadata());
            case AppCommand.RotateSecret c ->
                find(state, c.projectId(), c.clientId())
                        .filter(app -> AppRules.signsWithSecret(app.metadata()))
                        .isPresent();
            case AppCommand.Delete c -> false;
            case AppCommand.Get c -> false;
            case AppCommand.ListAll c -> false;
            case AppCommand.AllowsOrigin c -> false;
            case AppCommand.ForPerson c -> false;
            case AppCommand.View c -> false;
        };
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, AppCommand.Delete command) {
        return find(state, command.projectId(), command.clientId())
                .map(app -> Decision.<WorkspaceEvent>accept(new AppEvent.Deleted(app.clientId()), new Done()))
                .orElseGet(() -> Decision.reject(Refused.notFound("app")));
    }

    public static Decision<WorkspaceEvent> rotateSecret(
            WorkspaceState state, AppCommand.RotateSecret command, ClientSecrets secrets) {
        Optional<App> found = find(state, command.projectId(), command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("app"));
        }
        App app = found.get();
        if (!AppRules.usesSecret(app.metadata())) {
            return Decision.reject(Refused.conflict("app_has_no_secret", "This app authenticates without a secret."));
        }
        Made made = secrets.make(app.clientId(), app.metadata());
        return Decision.accept(
                new AppEvent.SecretRotated(app.clientId(), made.digest(), made.sealed()), view(app, made.secret()));
    }

    public static Reply get(WorkspaceState state, String projectId, String clientId) {
        return find(state, projectId, clientId)
                .<Reply>map(app -> view(app, null))
                .orElseGet(() -> Refused.notFound("app"));
    }

    public static Reply list(WorkspaceState state, String projectId) {
        if (state.projects().find(projectId).isEmpty()) {
            return Refused.notFound("project");
        }
        return new AppCommand.Apps(state.apps().byClientId().values().stream()
                .filter(app -> app.projectId().equals(projectId))
                .map(app -> view(app, null))
                .toList());
    }

    public static Reply forEndpoints(WorkspaceState state, String clientId) {
        return state.apps()
                .find(clientId)
                .<Reply>map(app -> new AppCommand.AppView(
                        app.clientId(), app.projectId(), app.metadata(), state.name(), state.settings()))
                .orElseGet(() -> Refused.notFound("app"));
    }

    /** A stranger's app is shown to those alone who agreed to it: nobody gets onto everybody's page by registering. */
    public static Reply forPerson(WorkspaceState state, Set<String> agreedTo) {
        return new AppCommand.PersonsApps(state.apps().byClientId().values().stream()
                .filter(app -> agreedTo.contains(app.clientId())
                        || (app.metadata().authorization().firstParty()
                                && app.metadata().authorization().initiateLoginUri() != null))
                .map(app -> new AppCommand.PersonsApp(
                        app.clientId(),
                        app.metadata().clientName(),
                        app.metadata().authorization().initiateLoginUri()))
                .sorted(Comparator.comparing(AppCommand.PersonsApp::clientName))
                .toList());
    }

    private static Optional<App> find(WorkspaceState state, String projectId, String clientId) {
        return state.apps().find(clientId).filter(app -> app.projectId().equals(projectId));
    }

    private static AppCommand.App view(App app, @Nullable Secret secret) {
        return new AppCommand.App(app.clientId(), app.projectId(), app.metadata(), app.createdAt(), secret);
    }
}

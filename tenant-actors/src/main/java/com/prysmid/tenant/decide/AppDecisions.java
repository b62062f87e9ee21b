package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.Optional;
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
            RandomSecrets random,
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
        Secret secret = AppRules.usesSecret(command.metadata()) ? new Secret(random.secret()) : null;
        String digest = digest(secret);
        return Decision.accept(
                new AppEvent.Registered(command.projectId(), command.clientId(), command.metadata(), digest),
                view(new App(command.clientId(), command.projectId(), command.metadata(), digest, now), secret));
    }

    public static Decision<WorkspaceEvent> update(
            WorkspaceState state, AppCommand.Update command, RandomSecrets random) {
        Optional<App> found = find(state, command.projectId(), command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("app"));
        }
        Optional<Refused> refusal = AppRules.check(command.metadata());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        App app = found.get();
        if (app.metadata().equals(command.metadata())) {
            return Decision.unchanged(view(app, null));
        }
        // An app that begins to need a secret gets one, told in this answer; one that stops loses it.
        boolean needsSecret = AppRules.usesSecret(command.metadata());
        Secret fresh = needsSecret && app.secretDigest() == null ? new Secret(random.secret()) : null;
        String digest = !needsSecret ? null : fresh == null ? app.secretDigest() : digest(fresh);
        return Decision.accept(
                new AppEvent.Updated(app.clientId(), command.metadata(), digest),
                view(new App(app.clientId(), app.projectId(), command.metadata(), digest, app.createdAt()), fresh));
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, AppCommand.Delete command) {
        return find(state, command.projectId(), command.clientId())
                .map(app -> Decision.<WorkspaceEvent>accept(new AppEvent.Deleted(app.clientId()), new Done()))
                .orElseGet(() -> Decision.reject(Refused.notFound("app")));
    }

    public static Decision<WorkspaceEvent> rotateSecret(
            WorkspaceState state, AppCommand.RotateSecret command, RandomSecrets random) {
        Optional<App> found = find(state, command.projectId(), command.clientId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("app"));
        }
        App app = found.get();
        if (!AppRules.usesSecret(app.metadata())) {
            return Decision.reject(Refused.conflict("app_has_no_secret", "This app authenticates without a secret."));
        }
        Secret secret = new Secret(random.secret());
        return Decision.accept(
                new AppEvent.SecretRotated(
                        app.clientId(), SecretDigest.of(secret.reveal()).base64Url()),
                view(app, secret));
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

    private static Optional<App> find(WorkspaceState state, String projectId, String clientId) {
        return state.apps().find(clientId).filter(app -> app.projectId().equals(projectId));
    }

    private static AppCommand.App view(App app, @Nullable Secret secret) {
        return new AppCommand.App(app.clientId(), app.projectId(), app.metadata(), app.createdAt(), secret);
    }

    private static @Nullable String digest(@Nullable Secret secret) {
        return secret == null ? null : SecretDigest.of(secret.reveal()).base64Url();
    }
}

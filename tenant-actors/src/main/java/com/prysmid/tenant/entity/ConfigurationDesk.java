package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.AppDecisions;
import com.prysmid.tenant.decide.AppOrigins;
import com.prysmid.tenant.decide.AppRules;
import com.prysmid.tenant.decide.BrandingDecisions;
import com.prysmid.tenant.decide.ClientSecrets;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.ProjectDecisions;
import com.prysmid.tenant.decide.RegistrationDecisions;
import com.prysmid.tenant.decide.ServiceAccountDecisions;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.BrandingCommand;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.state.AppRegistry;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Projects, apps and service accounts: commands that are decided by the state alone, at once. Used by the entity's thread
 * only.
 */
final class ConfigurationDesk {
    /** Of answers that change nothing, and so are written nowhere. */
    private static final Act READ = Act.bySystem("read");

    private final RandomSecrets random;
    private final RecentSecrets told = new RecentSecrets();
    private @Nullable AppRegistry originsOf;
    private Set<String> origins = Set.of();
    private ClientSecrets secrets;

    ConfigurationDesk(RandomSecrets random) {
        this.random = random;
        this.secrets = new ClientSecrets(random, null);
    }

    /** Whether a command waits for {@link #sealWith}. */
    boolean lacksSeal(WorkspaceState state, AppCommand command) {
        return secrets.seal() == null && AppDecisions.needsSeal(state, command);
    }

    /** Whether a command waits for {@link #sealWith}. */
    boolean lacksSeal(RegistrationCommand command) {
        return secrets.seal() == null
                && switch (command) {
                    case RegistrationCommand.Register c -> AppRules.signsWithSecret(c.metadata());
                    case RegistrationCommand.Replace c -> AppRules.signsWithSecret(c.metadata());
                    default -> false;
                };
    }

    void sealWith(WorkspaceSeal seal) {
        secrets = new ClientSecrets(random, seal);
    }

    /** What a command comes to, and the circumstances to record it with. */
    record Outcome(Decision<WorkspaceEvent> decision, Act act) {
        boolean changesSomething() {
            return decision instanceof Decision.Accept<WorkspaceEvent>(var events, var reply) && !events.isEmpty();
        }
    }

    Outcome branding(WorkspaceState state, BrandingCommand command, String issuer) {
        Act act = switch (command) {
            case BrandingCommand.Update c -> c.act();
            case BrandingCommand.PutLogo c -> c.act();
            case BrandingCommand.RemoveLogo c -> c.act();
            case BrandingCommand.GetLogo c -> READ;
        };
        return new Outcome(BrandingDecisions.decide(state, command, issuer), act);
    }

    Outcome project(WorkspaceState state, ProjectCommand command, Instant now) {
        return switch (command) {
            case ProjectCommand.Create c -> new Outcome(ProjectDecisions.create(state, c, now), c.act());
            case ProjectCommand.Rename c -> new Outcome(ProjectDecisions.rename(state, c), c.act());
            case ProjectCommand.Delete c -> new Outcome(ProjectDecisions.delete(state, c), c.act());
            case ProjectCommand.AddRole c -> new Outcome(ProjectDecisions.addRole(state, c), c.act());
            case ProjectCommand.RemoveRole c -> new Outcome(ProjectDecisions.removeRole(state, c), c.act());
            case ProjectCommand.Get c -> read(ProjectDecisions.get(state, c.projectId()));
            case ProjectCommand.ListAll c -> read(ProjectDecisions.list(state));
            case ProjectCommand.CheckRoles c -> read(ProjectDecisions.checkRoles(state, c));
        };
    }

    Outcome app(WorkspaceState state, AppCommand command, Instant now) {
        return switch (command) {
            case AppCommand.Register c ->
                new Outcome(AppDecisions.register(state, c, told.find(c.clientId(), now), secrets, now), c.act());
            case AppCommand.Update c -> new Outcome(AppDecisions.update(state, c, secrets), c.act());
            case AppCommand.Delete c -> new Outcome(AppDecisions.delete(state, c), c.act());
            case AppCommand.RotateSecret c -> new Outcome(AppDecisions.rotateSecret(state, c, secrets), c.act());
            case AppCommand.Get c -> read(AppDecisions.get(state, c.projectId(), c.clientId()));
            case AppCommand.ListAll c -> read(AppDecisions.list(state, c.projectId()));
            case AppCommand.AllowsOrigin c ->
                read(new AppCommand.OriginAllowed(origins(state.apps()).contains(c.origin())));
            case AppCommand.ForPerson c -> read(AppDecisions.forPerson(state, c.agreedTo()));
            case AppCommand.View c -> read(AppDecisions.forEndpoints(state, c.clientId()));
        };
    }

    /** Registries are immutable, so identity tells whether anything changed. */
    @SuppressWarnings("ReferenceEquality")
    private Set<String> origins(AppRegistry apps) {
        if (originsOf != apps) {
            origins = AppOrigins.of(apps);
            originsOf = apps;
        }
        return origins;
    }

    Outcome serviceAccount(WorkspaceState state, ServiceAccountCommand command, Instant now) {
        return switch (command) {
            case ServiceAccountCommand.Create c ->
                new Outcome(
                        ServiceAccountDecisions.create(state, c, told.find(c.clientId(), now), random, now), c.act());
            case ServiceAccountCommand.Update c -> new Outcome(ServiceAccountDecisions.update(state, c), c.act());
            case ServiceAccountCommand.RotateSecret c ->
                new Outcome(ServiceAccountDecisions.rotateSecret(state, c, random), c.act());
            case ServiceAccountCommand.Delete c -> new Outcome(ServiceAccountDecisions.delete(state, c), c.act());
            case ServiceAccountCommand.Get c -> read(ServiceAccountDecisions.get(state, c.clientId()));
            case ServiceAccountCommand.ListAll c -> read(ServiceAccountDecisions.list(state));
        };
    }

    /** But for {@link RegistrationCommand.VerifyStatement}, which takes a verification. */
    Outcome registration(WorkspaceState state, RegistrationCommand command, Instant now) {
        return switch (command) {
            case RegistrationCommand.Register c ->
                new Outcome(RegistrationDecisions.register(state, c, secrets, now), c.act());
            case RegistrationCommand.Read c -> read(RegistrationDecisions.read(state, c));
            case RegistrationCommand.Replace c ->
                new Outcome(RegistrationDecisions.replace(state, c, secrets), c.act());
            case RegistrationCommand.Remove c -> new Outcome(RegistrationDecisions.remove(state, c), c.act());
            case RegistrationCommand.CreateInitialToken c ->
                new Outcome(
                        RegistrationDecisions.createInitialToken(state, c, told.find(c.tokenId(), now), random, now),
                        c.act());
            case RegistrationCommand.ListInitialTokens c -> read(RegistrationDecisions.listInitialTokens(state, now));
            case RegistrationCommand.DeleteInitialToken c ->
                new Outcome(RegistrationDecisions.deleteInitialToken(state, c), c.act());
            case RegistrationCommand.VerifyStatement c -> throw new IllegalStateException("verified by the entity");
        };
    }

    /** Keeps a secret that was just told, so that the same creation sent again is answered the same. */
    void remember(Reply reply, Instant now) {
        switch (reply) {
            case AppCommand.App app -> told.remember(app.clientId(), app.clientSecret(), now);
            case ServiceAccountCommand.ServiceAccount account ->
                told.remember(account.clientId(), account.clientSecret(), now);
            case RegistrationCommand.InitialAccessToken token -> told.remember(token.id(), token.token(), now);
            default -> {}
        }
    }

    private static Outcome read(Reply reply) {
        return new Outcome(Decision.unchanged(reply), READ);
    }
}

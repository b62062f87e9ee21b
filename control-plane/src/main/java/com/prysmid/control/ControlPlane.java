package com.prysmid.control;

import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.console.Console;
import com.prysmid.control.dataplane.DataPlaneClient;
import com.prysmid.control.http.ApiServer;
import com.prysmid.control.http.ControlApi;
import com.prysmid.control.operating.AdminApi;
import com.prysmid.control.operating.PublicOrigins;
import com.prysmid.control.operating.ServiceAccountHealth;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.signin.ConsoleSignIn;
import com.prysmid.control.store.ControlSchema;
import com.prysmid.control.store.StoreConfig;
import com.prysmid.control.tls.TlsContexts;
import com.prysmid.control.tokens.ApiToken;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.IssuerNaming;
import com.prysmid.control.workspaces.Workspaces;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running control plane: the actor system {@code prysm-control}, its database and its listener. Production's {@link Main} and the
 * developer's launcher start it alike; several may live in one JVM.
 */
public final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private static final int HTTPS = 443;

    private final ActorSystem<ControlGuardian.Command> system;
    private final DataPlaneClient dataPlane;
    private final Tokens tokens;
    private final Sessions sessions;
    private final ApiServer server;

    private ControlPlane(
            ActorSystem<ControlGuardian.Command> system,
            DataPlaneClient dataPlane,
            Tokens tokens,
            Sessions sessions,
            ApiServer server) {
        this.system = system;
        this.dataPlane = dataPlane;
        this.tokens = tokens;
        this.sessions = sessions;
        this.server = server;
    }

    /**
     * Brings the database up to date (on the calling thread), starts everything and binds the listener last. Unfinished workspaces
     * go on by themselves.
     *
     * @return completes once requests are served; fails, leaving nothing running, if something cannot start
     */
    public static CompletionStage<ControlPlane> start(ControlSettings settings) {
        return start(settings, ConfigFactory.empty());
    }

    /** As above, with the actor system's configuration overridden. */
    static CompletionStage<ControlPlane> start(ControlSettings settings, Config overrides) {
        CompletableFuture<Void> up = new CompletableFuture<>();
        DataPlaneClient dataPlane;
        Vault vault;
        try {
            vault = Vault.open(settings.vault(), new SecureRandom());
            ControlSchema.prepare(settings.database());
            dataPlane = new DataPlaneClient(settings.dataPlane());
        } catch (SQLException | RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        ActorSystem<ControlGuardian.Command> system;
        try {
            system = ActorSystem.create(ControlGuardian.create(up), "prysm-control", config(settings, overrides));
        } catch (RuntimeException e) {
            dataPlane.close();
            return CompletableFuture.failedStage(e);
        }
        return up.thenCompose(joined -> serve(settings, system, dataPlane, vault))
                .handle((running, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(running);
                    }
                    dataPlane.close();
                    system.terminate();
                    return system.getWhenTerminated()
                            .<ControlPlane>thenCompose(done -> CompletableFuture.failedStage(failure));
                })
                .thenCompose(stage -> stage);
    }

    private static CompletionStage<ControlPlane> serve(
            ControlSettings settings,
            ActorSystem<ControlGuardian.Command> system,
            DataPlaneClient dataPlane,
            Vault vault) {
        // Milliseconds are what the API shows and the journal needs.
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        SecureRandom random = new SecureRandom();
        Tokens tokens = Tokens.start(system, clock, random);
        Accounts accounts = Accounts.start(system, clock, random);
        Sessions sessions = Sessions.start(system, clock, random);
        IssuerNaming issuers = new IssuerNaming(settings.domain(), settings.workspacesPort());
        ReadSide readSide = ReadSide.start(system, settings.database(), issuers);
        Workspaces workspaces =
                Workspaces.start(system, dataPlane, vault, issuers, settings.retry(), settings.creationWait(), clock);
        AdminApi adminApi = new AdminApi(system, vault, settings.adminApi(), clock);
        ServiceAccountHealth health = new ServiceAccountHealth(workspaces::serviceAccount, adminApi);
        Optional<Console> console = settings.dashboard().signIn()
                ? Optional.of(Console.start(system, workspaces, adminApi, vault, issuers, settings.retry(), clock))
                : Optional.empty();
        Optional<ConsoleSignIn> signIn = console.map(workspace -> new ConsoleSignIn(
                workspace, issuers.of(Slug.CONSOLE), new PublicOrigins(system, settings.adminApi()), vault, clock));
        system.tell(new ControlGuardian.Command.SweepWith(workspaces::sweep));
        BindSettings bind = settings.bind();
        return settings.bootstrapTokenSha256()
                .map(digest -> tokens.ensure(new DisplayName("bootstrap"), digest))
                .orElseGet(() -> CompletableFuture.completedStage(null))
                .thenCompose(ready -> ApiServer.bind(
                        system,
                        new ControlApi(
                                settings.domain(),
                                new ControlApi.Parts(workspaces, health, tokens, accounts, sessions, readSide, signIn),
                                settings.securityContact(),
                                clock),
                        TlsContexts.server(bind.identity()),
                        bind.host(),
                        bind.port()))
                .thenApply(server -> {
                    LOG.info("serving https://api.{} on {}:{}", settings.domain(), bind.host(), server.port());
                    console.ifPresent(workspace -> {
                        String origin = origin(settings, server.port());
                        system.tell(new ControlGuardian.Command.SweepWith(() -> workspace.serve(origin)));
                    });
                    return new ControlPlane(system, dataPlane, tokens, sessions, server);
                });
    }

    /** What browsers call the dashboard. */
    private static String origin(ControlSettings settings, int port) {
        return settings.dashboard()
                .origin()
                .map(URI::toString)
                .orElseGet(() -> "https://app." + settings.domain() + (port == HTTPS ? "" : ":" + port));
    }

    private static Config config(ControlSettings settings, Config overrides) {
        ClusterSettings cluster = settings.cluster();
        String engine = "pekko.remote.artery.ssl.rotating-keys-engine.";
        Config own = ConfigFactory.parseMap(
                Map.of(
                        "pekko.remote.artery.canonical.hostname",
                        cluster.host(),
                        "pekko.remote.artery.canonical.port",
                        cluster.port(),
                        engine + "key-file",
                        cluster.tls().key().toAbsolutePath().toString(),
                        engine + "cert-file",
                        cluster.tls().certificate().toAbsolutePath().toString(),
                        engine + "ca-cert-file",
                        cluster.tls().authority().toAbsolutePath().toString()),
                "control settings");
        // Not ConfigFactory.load: an application.conf on the class path is the cluster's when both share a JVM.
        return overrides
                .withFallback(own)
                .withFallback(StoreConfig.of(settings.database()))
                .withFallback(ConfigFactory.parseResources("prysm-control.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** The port the listener is bound to. */
    public int boundPort() {
        return server.port();
    }

    /**
     * Makes an API token valid whose text the caller knows, unless it has been valid before: one that was deleted stays deleted.
     *
     * @param name for the list of tokens
     * @param token {@code prysm_} and 43 characters of base64url
     * @throws IllegalArgumentException if the token is not of that shape
     */
    public CompletionStage<Void> ensureToken(String name, String token) {
        Sha256 digest = ApiToken.parse(token)
                .orElseThrow(
                        () -> new IllegalArgumentException("an API token is prysm_ and 43 characters of base64url"))
                .digest();
        return tokens.ensure(DisplayName.parse(name), digest);
    }

    /** Stops listening, lets requests under way end, leaves the cluster and closes the database. */
    public CompletionStage<Void> close() {
        return server.close()
                .handle((closed, failure) -> {
                    dataPlane.close();
                    system.terminate();
                    return system.getWhenTerminated();
                })
                .thenCompose(terminated -> terminated)
                .thenAccept(done -> LOG.info("stopped"));
    }

    /** For tests that need somebody signed in without a browser. */
    Sessions sessions() {
        return sessions;
    }

    /** For tests that end the actor system in their own way. */
    ActorSystem<?> system() {
        return system;
    }
}

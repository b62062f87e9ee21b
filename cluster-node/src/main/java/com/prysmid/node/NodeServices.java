package com.prysmid.node;

import com.prysmid.gateway.GatewayRoutes;
import com.prysmid.gateway.GatewaySettings;
import com.prysmid.gateway.guard.LimitSettings;
import com.prysmid.node.NodeSettings.Role;
import com.prysmid.node.provisioning.ProvisioningRoutes;
import com.prysmid.node.provisioning.TenantsDatabase;
import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.PasswordHashing;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.RandomSource;
import com.prysmid.tenant.crypto.SigningKeys;
import com.prysmid.tenant.crypto.TokenSigning;
import com.prysmid.tenant.entity.TenantServices;
import com.prysmid.tenant.entity.TenantSharding;
import com.prysmid.tenant.journal.StoredTenantReads;
import com.prysmid.tenant.journal.TenantStoreExtension;
import com.prysmid.tenant.mail.SmtpPost;
import com.prysmid.tenant.outbound.HostResolver;
import com.prysmid.tenant.outbound.OutboundGuard;
import com.prysmid.tenant.outbound.OutboundSettings;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.upstream.Presets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what a node runs: entities and the provisioning port, the gateway's routes, or both. */
final class NodeServices {

    private static final Logger LOG = LoggerFactory.getLogger(NodeServices.class);

    /** The control plane gives up on a call after 10 s; before that it should hear a 503 from us. */
    private static final Duration PROVISIONING_ASK = Duration.ofSeconds(8);

    private final ActorSystem<?> system;
    private final NodeSettings settings;

    private NodeServices(ActorSystem<?> system, NodeSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    static NodeRoutes start(ActorSystem<?> system, NodeSettings settings) {
        NodeServices services = new NodeServices(system, settings);
        Route provisioning;
        if (settings.has(Role.WORKSPACE)) {
            services.runEntities();
            provisioning = services.provisioning();
        } else {
            services.addressEntities();
            provisioning = Directives.reject();
        }
        return new NodeRoutes(services.gateway(), provisioning);
    }

    private PublicOrigin origin() {
        return new PublicOrigin(settings.domain(), settings.publicListener().issuerPort());
    }

    private void runEntities() {
        RandomSource random = RandomSource.secure();
        CryptoProviders providers = CryptoProviders.detect();
        LOG.info("Signing with {}", providers.describe());
        PasswordHashing passwords = new PasswordHashing(PasswordHashing.Settings.forThisMachine(), random);
        TokenSigning signing = new TokenSigning(TokenSigning.Settings.forThisMachine());
        // Key generation takes 70 ms of a core: one thread less than there are cores leaves room for everything else.
        ExecutorService keyWork = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                Thread.ofPlatform().daemon().name("prysm-keys-", 0).factory());
        OutboundGuard outbound = outbound();
        SmtpPost post = post();
        closeAtTheEnd(() -> {
            passwords.close();
            signing.close();
            outbound.close();
            post.close();
            keyWork.shutdownNow();
        });
        TenantSharding.start(
                system,
                new TenantServices(
                        passwords,
                        signing,
                        new SigningKeys(providers),
                        providers,
                        keyEncryptionKey(),
                        keyWork,
                        new RandomSecrets(random),
                        Clock.systemUTC(),
                        origin(),
                        new StoredTenantReads(TenantStoreExtension.of(Adapter.toClassic(system))),
                        outbound,
                        post,
                        Presets.from(settings.config().getConfig("prysm.upstream"))));
    }

    private OutboundGuard outbound() {
        OutboundSettings bounds = settings.outbound();
        if (!bounds.allow().isEmpty()) {
            LOG.warn("URLs that tenants name may reach {}", bounds.allow());
        }
        try {
            return OutboundGuard.start(system, bounds, HostResolver.platform());
        } catch (IOException e) {
            throw new UncheckedIOException("prysm.outbound.trust cannot be used", e);
        }
    }

    private SmtpPost post() {
        if (settings.post().host().isEmpty()) {
            LOG.warn("prysm.mail.host is empty: no mail is sent");
        }
        try {
            return SmtpPost.start(settings.post(), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("prysm.mail.trust cannot be used", e);
        }
    }

    private KeyEncryptionKey keyEncryptionKey() {
        try {
            return KeyEncryptionKey.loadOrCreate(settings.keyEncryptionKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node without the workspace role gets proxies: these behaviours never run. */
    private void addressEntities() {
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(
                Entity.of(EntityKeys.WORKSPACE, entity -> Behaviors.stopped()).withRole(TenantSharding.ROLE));
        sharding.init(Entity.of(EntityKeys.USER, entity -> Behaviors.stopped()).withRole(TenantSharding.ROLE));
        sharding.init(
                Entity.of(EntityKeys.STRANGER, entity -> Behaviors.stopped()).withRole(TenantSharding.ROLE));
    }

    private Route provisioning() {
        ActorRef<Topic.Command<ForgetWorkspace>> forgetting =
                system.systemActorOf(ForgetWorkspace.topic(), "forget-workspace-provisioning", Props.empty());
        TenantsDatabase database = TenantsDatabase.open(
                settings.config().getConfig("prysm.provisioner"),
                keyEncryptionKey(),
                Clock.systemUTC(),
                slug -> forgetting.tell(Topic.publish(new ForgetWorkspace(slug))));
        closeAtTheEnd(database::close);
        ClusterSharding sharding = ClusterSharding.get(system);
        return new ProvisioningRoutes(
                        database,
                        (slug, command) -> sharding.entityRefFor(EntityKeys.WORKSPACE, EntityKeys.workspaceId(slug))
                                .ask(command::apply, PROVISIONING_ASK),
                        database,
                        settings.config().getDuration("prysm.provisioner.keep-backups"),
                        Clock.systemUTC())
                .route();
    }

    private Function<HttpRequest, CompletionStage<HttpResponse>> gateway() {
        if (!settings.has(Role.GATEWAY)) {
            return request ->
                    CompletableFuture.completedStage(HttpResponse.create().withStatus(404));
        }
        return GatewayRoutes.create(
                system,
                new GatewaySettings(
                        settings.domain(),
                        settings.publicListener().issuerPort(),
                        settings.publicListener().mtlsAliasPort(),
                        settings.interactionKeyset(),
                        LimitSettings.from(settings.config().getConfig("prysm.limits"))));
    }

    /** After the last actor has stopped, however the system ends. */
    private void closeAtTheEnd(Runnable close) {
        system.getWhenTerminated().whenComplete((done, failure) -> close.run());
    }
}

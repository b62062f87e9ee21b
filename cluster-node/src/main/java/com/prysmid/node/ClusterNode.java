package com.prysmid.node;

import com.prysmid.node.NodeSettings.Role;
import com.prysmid.node.health.Readiness;
import com.prysmid.node.tls.CertificateSource;
import com.prysmid.node.tls.ClientCertificateTls;
import com.prysmid.node.tls.MutualTls;
import com.prysmid.node.tls.PemFiles;
import com.prysmid.node.tls.PublicTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running member of the cluster, with its listeners. {@link #close} ends it in order: not ready, then unbound and
 * its requests answered, then its shards handed over, then gone. Thread-safe.
 */
public final class ClusterNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

    /** The cluster's name; part of every member's address. */
    public static final String SYSTEM = "prysmid";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    /** Requests in flight when the listener closes get this long to be answered. */
    private static final Duration FINISH_REQUESTS = Duration.ofSeconds(8);

    /** From the last phase of an orderly end to that of the actor system. */
    private static final Duration LAST_ACTORS = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(20);

    private final ActorSystem<Void> system;
    private final @Nullable InetSocketAddress publicAddress;
    private final @Nullable InetSocketAddress mtlsAddress;
    private final @Nullable InetSocketAddress provisioningAddress;
    private final URI managementUri;

    private ClusterNode(
            ActorSystem<Void> system,
            @Nullable InetSocketAddress publicAddress,
            @Nullable InetSocketAddress mtlsAddress,
            @Nullable InetSocketAddress provisioningAddress,
            URI managementUri) {
        this.system = system;
        this.publicAddress = publicAddress;
        this.mtlsAddress = mtlsAddress;
        this.provisioningAddress = provisioningAddress;
        this.managementUri = managementUri;
    }

    /** Starts a node with everything it runs; see {@link #start(NodeSettings, CertificateSource, Function)}. */
    public static ClusterNode start(NodeSettings settings, @Nullable CertificateSource certificates)
            throws IOException {
        return start(settings, certificates, system -> NodeServices.start(system, settings));
    }

    /**
     * Starts a node and returns when its listeners are bound; it may still be joining its cluster.
     *
     * @param certificates of the public listeners; a node without the gateway role needs none
     * @param services starts what the node runs, and gives what its listeners answer
     * @throws IOException where a certificate cannot be read
     * @throws CompletionException where a listener cannot be bound
     */
    public static ClusterNode start(
            NodeSettings settings,
            @Nullable CertificateSource certificates,
            Function<ActorSystem<?>, NodeRoutes> services)
            throws IOException {
        HttpsConnectionContext provisioningTls = settings.has(Role.WORKSPACE) ? provisioningTls(settings) : null;
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), SYSTEM, settings.config());
        try {
            drainFirst(system, settings.drain());
            NodeRoutes routes = services.apply(system);
            InetSocketAddress provisioning = provisioningTls != null
                    ? bind(
                            system,
                            settings.provisioning().host(),
                            settings.provisioning().port(),
                            provisioningTls,
                            server -> server,
                            routes.provisioningRoute().handler(system))
                    : null;
            InetSocketAddress open = certificates != null && settings.has(Role.GATEWAY)
                    ? bind(
                            system,
                            settings.publicListener().host(),
                            settings.publicListener().port(),
                            PublicTls.server(certificates),
                            server -> server,
                            routes.publicHandler()::apply)
                    : null;
            InetSocketAddress mutual = certificates != null && settings.has(Role.GATEWAY)
                    ? bind(
                            system,
                            settings.publicListener().host(),
                            settings.publicListener().mtlsPort(),
                            ClientCertificateTls.server(certificates),
                            ClientCertificateTls::tellingCertificates,
                            routes.publicHandler()::apply)
                    : null;
            URI management =
                    URI.create(await(PekkoManagement.get(system).start()).toString());
            ClusterNode node = new ClusterNode(system, open, mutual, provisioning, management);
            node.joinSeeds(settings.seeds());
            Readiness.get(system).accept();
            return node;
        } catch (RuntimeException | Error e) {
            system.terminate();
            throw e;
        }
    }

    private static HttpsConnectionContext provisioningTls(NodeSettings settings) throws IOException {
        NodeSettings.ProvisioningListener listener = settings.provisioning();
        return MutualTls.server(
                PemFiles.identity(listener.certificate(), listener.key()),
                PemFiles.certificates(listener.authority()),
                listener.peerName());
    }

    private static InetSocketAddress bind(
            ActorSystem<?> system,
            String host,
            int port,
            HttpsConnectionContext tls,
            UnaryOperator<ServerSettings> adapted,
            org.apache.pekko.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        ServerBinding binding = await(Http.get(system)
                .newServerAt(host, port)
                .enableHttps(tls)
                .adaptSettings(adapted::apply)
                .bind(handler));
        binding.addToCoordinatedShutdown(FINISH_REQUESTS, system);
        return binding.localAddress();
    }

    private static void drainFirst(ActorSystem<?> system, Duration drain) {
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "drain", () -> {
            Readiness.get(system).drain();
            return CompletableFuture.supplyAsync(
                    Done::getInstance, CompletableFuture.delayedExecutor(drain.toMillis(), TimeUnit.MILLISECONDS));
        });
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void joinSeeds(List<String> seeds) {
        if (seeds.isEmpty()) {
            return;
        }
        List<Address> addresses = new ArrayList<>();
        for (String seed : seeds) {
            int colon = seed.lastIndexOf(':');
            addresses.add(new Address(
                    "pekko", SYSTEM, seed.substring(0, colon), Integer.parseInt(seed.substring(colon + 1))));
        }
        Cluster.get(system).manager().tell(new JoinSeedNodes(addresses));
    }

    public ActorSystem<Void> system() {
        return system;
    }

    /** This member's own address; joining it founds a cluster. */
    public Address address() {
        return Cluster.get(system).selfMember().address();
    }

    /** Joins the cluster of another member, or founds one with its own address. */
    public void join(Address member) {
        Cluster.get(system).manager().tell(Join.create(member));
    }

    /**
     * Waits until this node sees that many members up, itself among them.
     *
     * @return false where the time ran out
     */
    public boolean awaitMembers(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            int up = 0;
            for (var member : Cluster.get(system).state().getMembers()) {
                if (member.status().equals(MemberStatus.up())) {
                    up++;
                }
            }
            if (up >= count) {
                return true;
            }
            Thread.sleep(POLL.toMillis());
        }
        return false;
    }

    /** Where the public listener is bound; empty on nodes without the gateway role. */
    public Optional<InetSocketAddress> publicAddress() {
        return Optional.ofNullable(publicAddress);
    }

    /** Where the listener that asks for client certificates is bound; empty on nodes without the gateway role. */
    public Optional<InetSocketAddress> mtlsAddress() {
        return Optional.ofNullable(mtlsAddress);
    }

    /** Where the provisioning port is bound; empty on nodes without the workspace role. */
    public Optional<InetSocketAddress> provisioningAddress() {
        return Optional.ofNullable(provisioningAddress);
    }

    /** Where health is answered. */
    public URI managementUri() {
        return managementUri;
    }

    /** Ends the node in order, and returns when it is gone. */
    @Override
    public void close() {
        CoordinatedShutdown.get(system)
                .runAll(CoordinatedShutdown.actorSystemTerminateReason())
                .toCompletableFuture()
                .orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        awaitEnd();
    }

    /** Ends the node as a crash would: nothing is handed over and nobody is told. */
    public void kill() {
        system.terminate();
        awaitEnd();
    }

    /**
     * Artery sometimes waits for ever for a peer's end of a TLS connection, after everything of ours has stopped. That is
     * not waited for: what is left are idle sockets of this process.
     */
    private void awaitEnd() {
        boolean gone = system.getWhenTerminated()
                .toCompletableFuture()
                .thenApply(done -> true)
                .completeOnTimeout(false, LAST_ACTORS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!gone) {
            LOG.warn("The transport of {} has not ended; going on without it", system.address());
        }
    }
}

package com.prysmid.control.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.control.tls.MutualTls;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.jspecify.annotations.Nullable;

/**
 * The provisioning port's protocol, really implemented over mutual TLS 1.3, with its workspaces in memory. Every step is idempotent
 * for the same creation and refused for another. A {@link Fault} can be armed before or after the work of any step.
 */
public final class ProvisioningServer implements AutoCloseable {
    /** The moment of a request at which a fault strikes. */
    public enum Moment {
        BEFORE_WORK,
        AFTER_WORK
    }

    /** What happens then. Returns whether the server goes on with the request; if not, it drops the connection. */
    public interface Fault {
        boolean strike(String step, Moment moment);
    }

    /** What the server holds of one workspace, and how often it did real work. */
    public static final class Workspace {
        public final String creationId;
        public final AtomicInteger keysMade = new AtomicInteger();
        public final AtomicInteger clientsMade = new AtomicInteger();
        public volatile List<String> keyIds = List.of();
        public volatile String status = "schema";
        public volatile String name = "";
        public volatile String plan = "";
        public volatile @Nullable String clientId;
        public volatile @Nullable JsonNode jwk;
        public volatile @Nullable JsonNode serviceAccountJwk;
        /** The ids of all keys that were ever set, each once. */
        public final Set<String> serviceAccountKeys = ConcurrentHashMap.newKeySet();

        public volatile @Nullable JsonNode limits;

        public Workspace(String creationId) {
            this.creationId = creationId;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The steps that a deleted workspace still knows. */
    private static final Set<String> ENDING = Set.of("deletion", "purge");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Workspace> workspaces = new ConcurrentHashMap<>();
    /** Ids of creations that were deleted and purged: they make nothing any more. */
    private final Set<String> purged = ConcurrentHashMap.newKeySet();

    private final AtomicReference<Fault> fault = new AtomicReference<>((step, moment) -> true);
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable HttpHandler> override = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();

    private record Refusal(
            String step,
            int status,
            @Nullable String code,
            @Nullable String retryAfter) {}

    private ProvisioningServer(HttpsServer server) {
        this.server = server;
    }

    public static ProvisioningServer start(MutualTls tls) {
        return start(tls, 0);
    }

    public static ProvisioningServer start(MutualTls tls, int port) {
        try {
            SSLContext context = SSLFactory.builder()
                    .withIdentityMaterial(PemUtils.loadIdentityMaterial(tls.certificate(), tls.key()))
                    .withTrustMaterial(PemUtils.loadTrustMaterial(tls.authority()))
                    .withNeedClientAuthentication()
                    .withProtocols("TLSv1.3")
                    .build()
                    .getSslContext();
            HttpsServer http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            http.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters strict = getSSLContext().getDefaultSSLParameters();
                    strict.setNeedClientAuth(true);
                    strict.setProtocols(new String[] {"TLSv1.3"});
                    parameters.setSSLParameters(strict);
                }
            });
            ProvisioningServer started = new ProvisioningServer(http);
            http.createContext("/provisioning/v1/workspaces/", started::handle);
            http.setExecutor(started.threads);
            http.start();
            return started;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI baseUrl() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public @Nullable Workspace workspace(String slug) {
        return workspaces.get(slug);
    }

    /** How many requests have arrived. */
    public int calls() {
        return calls.get();
    }

    public void arm(Fault armed) {
        fault.set(armed);
    }

    /** From now on, answer this step so; without a code, the answer is no problem document. */
    public void refuse(String step, int status, @Nullable String code, @Nullable String retryAfter) {
        refusal.set(new Refusal(step, status, code, retryAfter));
    }

    public void stopRefusing() {
        refusal.set(null);
    }

    /** From now on, answer everything so, or as usual again with null: for answers that no right server gives. */
    public void answerAllWith(@Nullable HttpHandler handler) {
        override.set(handler);
    }

    /** Makes a workspace that another creation owns. */
    public void occupy(String slug) {
        workspaces.put(slug, new Workspace("somebody-else"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            String[] path = exchange.getRequestURI().getPath().split("/");
            String slug = path[4];
            String step = path.length > 5 ? path[5] : "";
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            HttpHandler overriding = override.get();
            if (overriding != null) {
                overriding.handle(exchange);
                return;
            }
            Refusal refused = refusal.get();
            if (refused != null && refused.step().equals(step)) {
                if (refused.retryAfter() != null) {
                    exchange.getResponseHeaders().add("Retry-After", refused.retryAfter());
                }
                answer(
                        exchange,
                        refused.status(),
                        refused.code() == null ? JSON.createObjectNode() : problem(refused.status(), refused.code()));
                return;
            }
            if (exchange.getRequestMethod().equals("GET")) {
                Workspace found = workspaces.get(slug);
                if (found == null || found.keyIds.isEmpty() || found.status.equals("deleted")) {
                    answer(exchange, 404, problem(404, "not_found"));
                } else {
                    answer(exchange, 200, facts(slug, found));
                }
                return;
            }
            if (!fault.get().strike(step, Moment.BEFORE_WORK)) {
                return;
            }
            JsonNode body = JSON.readTree(bytes);
            String creationId = body.path("creation_id").asText();
            if (purged.contains(creationId)) {
                if (ENDING.contains(step)) {
                    answer(exchange, 200, ended(slug, step));
                } else {
                    answer(exchange, 409, problem(409, "workspace_deleted"));
                }
                return;
            }
            if (!workspaces.containsKey(slug) && !step.equals("schema")) {
                answer(exchange, 404, problem(404, "not_found"));
                return;
            }
            Workspace workspace = workspaces.computeIfAbsent(slug, absent -> new Workspace(creationId));
            if (!workspace.creationId.equals(creationId)) {
                answer(exchange, 409, problem(409, "slug_in_use"));
                return;
            }
            if (workspace.status.equals("deleted") && !ENDING.contains(step)) {
                answer(exchange, 409, problem(409, "workspace_deleted"));
                return;
            }
            if (step.equals("deletion") && workspace.keyIds.isEmpty()) {
                answer(exchange, 404, problem(404, "not_found"));
                return;
            }
            if (step.equals("purge")) {
                if (!workspace.status.equals("deleted")) {
                    answer(exchange, 409, problem(409, "not_deleted"));
                    return;
                }
                purged.add(creationId);
                workspaces.remove(slug);
            }
            ObjectNode done = work(slug, step, workspace, body);
            if (!fault.get().strike(step, Moment.AFTER_WORK)) {
                return;
            }
            answer(exchange, 200, done);
        }
    }

    private static synchronized ObjectNode work(String slug, String step, Workspace workspace, JsonNode body) {
        ObjectNode done = JSON.createObjectNode().put("slug", slug);
        switch (step) {
            case "schema" -> done.put("schema_version", 1);
            case "keys" -> {
                if (workspace.keyIds.isEmpty()) {
                    workspace.keysMade.incrementAndGet();
                    workspace.keyIds = List.of("current-" + slug, "next-" + slug);
                    workspace.status = "provisioning";
                    workspace.name = body.path("name").asText();
                    workspace.plan = body.path("plan").asText();
                }
                done.put("issuer", issuer(slug)).putPOJO("key_ids", workspace.keyIds);
            }
            case "activation" -> {
                JsonNode jwk = body.path("bootstrap_admin_jwk");
                if (jwk.isObject() && workspace.clientId == null) {
                    workspace.clientsMade.incrementAndGet();
                    workspace.clientId = "client-" + UUID.randomUUID();
                    workspace.jwk = jwk;
                }
                workspace.status = "active";
                done.put("issuer", issuer(slug)).put("status", "active");
                if (workspace.clientId == null) {
                    done.putNull("bootstrap_admin");
                } else {
                    done.putObject("bootstrap_admin").put("client_id", workspace.clientId);
                }
            }
            case "suspension", "resumption" -> {
                workspace.status = step.equals("suspension") ? "suspended" : "active";
                done.put("issuer", issuer(slug)).put("status", workspace.status);
            }
            case "service-account" -> {
                workspace.serviceAccountJwk = body.path("jwk");
                workspace.serviceAccountKeys.add(body.path("jwk").path("kid").asText());
                done.put("client_id", "control-plane");
            }
            case "plan" -> {
                workspace.plan = body.path("plan").asText();
                workspace.limits = body.path("limits");
                done.put("plan", workspace.plan).set("limits", workspace.limits);
            }
            case "deletion" -> {
                workspace.status = "deleted";
                done.put("status", "deleted")
                        .putObject("backup")
                        .put("bytes", 4096)
                        .put("sha256", "ab".repeat(32));
            }
            case "purge" -> done.put("status", "purged");
            default -> throw new IllegalArgumentException(step);
        }
        return done;
    }

    private static ObjectNode ended(String slug, String step) {
        ObjectNode answer = JSON.createObjectNode().put("slug", slug);
        return step.equals("purge")
                ? answer.put("status", "purged")
                : answer.put("status", "deleted").putNull("backup");
    }

    private static ObjectNode facts(String slug, Workspace workspace) {
        ObjectNode facts = JSON.createObjectNode()
                .put("slug", slug)
                .put("issuer", issuer(slug))
                .put("status", workspace.status)
                .put("plan", workspace.plan)
                .put("name", workspace.name)
                .putPOJO("key_ids", workspace.keyIds);
        if (workspace.limits != null) {
            facts.set("limits", workspace.limits);
        }
        facts.putObject("counts").put("users", 3);
        return facts;
    }

    private static String issuer(String slug) {
        return "https://auth." + slug + ".prysm.test:8443";
    }

    private static ObjectNode problem(int status, String code) {
        return JSON.createObjectNode().put("status", status).put("code", code).put("detail", "refused by the test");
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

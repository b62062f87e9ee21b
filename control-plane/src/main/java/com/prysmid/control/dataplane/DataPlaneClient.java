package com.prysmid.control.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.control.tls.TlsContexts;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.PlanLimits;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Slug;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls the provisioning port. Safe for use by many threads at once. */
public final class DataPlaneClient implements AutoCloseable {
    /** 4xx answers that speak of the moment or of our certificate, not of the request. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 425, 429);

    /** A port that asks for more patience than this has lost its sense of time. */
    private static final long LONGEST_RETRY_AFTER_SECONDS = 300;

    private final DataPlaneSettings settings;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    public DataPlaneClient(DataPlaneSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsContexts.client(settings.tls()))
                .sslParameters(TlsContexts.clientParameters())
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Step 1: the workspace's schema and database role. */
    public CompletionStage<DataPlaneReply<SchemaReady>> createSchema(Slug slug, String creationId) {
        ObjectNode body = json.createObjectNode().put("creation_id", creationId);
        return put(slug, "/schema", body, answer -> new SchemaReady(whole(answer, "schema_version")));
    }

    /** Step 2: the workspace itself, in status provisioning, with its current and its next signing key. */
    public CompletionStage<DataPlaneReply<KeysReady>> createKeys(
            Slug slug, String creationId, DisplayName name, Plan plan, String requestId) {
        ObjectNode body = json.createObjectNode()
                .put("creation_id", creationId)
                .put("name", name.text())
                .put("plan", plan.wire())
                .put("request_id", requestId);
        return put(slug, "/keys", body, answer -> new KeysReady(text(answer, "issuer"), texts(answer, "key_ids")));
    }

    /** Step 3: the workspace starts to serve, with a service account for the administrator's key if there is one. */
    public CompletionStage<DataPlaneReply<Activated>> activate(
            Slug slug, String creationId, @Nullable PublicJwk administrator) {
        ObjectNode body = json.createObjectNode().put("creation_id", creationId);
        body.set("bootstrap_admin_jwk", administrator == null ? null : json.valueToTree(administrator));
        return put(slug, "/activation", body, answer -> {
            if (!"active".equals(text(answer, "status"))) {
                throw new UnexpectedAnswer("status");
            }
            JsonNode made = answer.path("bootstrap_admin");
            String clientId = made.isObject() ? text(made, "client_id") : null;
            if ((clientId == null) != (administrator == null)) {
                throw new UnexpectedAnswer("bootstrap_admin");
            }
            return new Activated(text(answer, "issuer"), clientId);
        });
    }

    /**
     * The service account by which the control plane operates the workspace through its admin API ({@code private_key_jwt}), with
     * a role of its own; another key takes the place of the one before, which is void at once. → its client id.
     */
    public CompletionStage<DataPlaneReply<String>> setServiceAccount(
            Slug slug, String creationId, PublicJwk key, String requestId) {
        ObjectNode body = json.createObjectNode().put("creation_id", creationId).put("request_id", requestId);
        body.set("jwk", json.valueToTree(key));
        return put(slug, "/service-account", body, answer -> text(answer, "client_id"));
    }

    /**
     * What the workspace may use from now on. Lower limits take nothing away but audit entries that are older than {@code
     * auditRetentionDays}, which are pruned soon after and for good. → the limits that hold.
     */
    public CompletionStage<DataPlaneReply<PlanLimits>> applyPlan(
            Slug slug, String creationId, Plan plan, PlanLimits limits, String requestId) {
        ObjectNode body = json.createObjectNode()
                .put("creation_id", creationId)
                .put("plan", plan.wire())
                .put("request_id", requestId);
        body.putObject("limits")
                .put("audit_retention_days", limits.auditRetentionDays())
                .put("monthly_active_users", limits.monthlyActiveUsers())
                .put("custom_domains", limits.customDomains())
                .put("requests_per_second", limits.requestsPerSecond());
        return put(slug, "/plan", body, answer -> {
            PlanLimits held = limits(answer.path("limits"));
            if (held == null || !plan.wire().equals(text(answer, "plan"))) {
                throw new UnexpectedAnswer("limits");
            }
            return held;
        });
    }

    /**
     * The workspace stops serving at once, as if it had never existed; all that is in it goes into an encrypted backup, which is read
     * through before schema and role are dropped. "Try again" for as long as that takes.
     */
    public CompletionStage<DataPlaneReply<Deleted>> delete(Slug slug, String creationId, String requestId) {
        ObjectNode body = json.createObjectNode().put("creation_id", creationId).put("request_id", requestId);
        return put(slug, "/deletion", body, answer -> {
            if (!"deleted".equals(text(answer, "status"))) {
                throw new UnexpectedAnswer("status");
            }
            JsonNode backup = answer.path("backup");
            return new Deleted(
                    backup.isObject() ? new Deleted.Backup(longer(backup, "bytes"), text(backup, "sha256")) : null);
        });
    }

    /** The backup is removed, for good, and the slug is free. → its status. */
    public CompletionStage<DataPlaneReply<String>> purge(Slug slug, String creationId, String requestId) {
        return changeStatus(slug, "/purge", creationId, requestId);
    }

    /** The workspace stops serving at once; its key set and metadata stay up. → its status. */
    public CompletionStage<DataPlaneReply<String>> suspend(Slug slug, String creationId, String requestId) {
        return changeStatus(slug, "/suspension", creationId, requestId);
    }

    /** The workspace serves again. → its status. */
    public CompletionStage<DataPlaneReply<String>> resume(Slug slug, String creationId, String requestId) {
        return changeStatus(slug, "/resumption", creationId, requestId);
    }

    private CompletionStage<DataPlaneReply<String>> changeStatus(
            Slug slug, String step, String creationId, String requestId) {
        ObjectNode body = json.createObjectNode().put("creation_id", creationId).put("request_id", requestId);
        return put(slug, step, body, answer -> text(answer, "status"));
    }

    /** What the workspace is now. */
    public CompletionStage<DataPlaneReply<WorkspaceFacts>> read(Slug slug) {
        return send(slug, request(slug, "").GET().build(), answer -> {
            Map<String, Long> counts = new TreeMap<>();
            for (Map.Entry<String, JsonNode> count : answer.path("counts").properties()) {
                counts.put(count.getKey(), count.getValue().asLong());
            }
            return new WorkspaceFacts(
                    text(answer, "issuer"),
                    text(answer, "status"),
                    text(answer, "plan"),
                    text(answer, "name"),
                    texts(answer, "key_ids"),
                    limits(answer.path("limits")),
                    counts);
        });
    }

    /** Drops every connection; calls under way end as "try again". */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> CompletionStage<DataPlaneReply<T>> put(
            Slug slug, String step, ObjectNode body, Function<JsonNode, T> parse) {
        HttpRequest request = request(slug, step)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
                .build();
        return send(slug, request, parse);
    }

    private HttpRequest.Builder request(Slug slug, String step) {
        return HttpRequest.newBuilder(settings.baseUrl().resolve("/provisioning/v1/workspaces/" + slug.text() + step))
                .timeout(settings.timeout())
                .header("Accept", "application/json");
    }

    private <T> CompletionStage<DataPlaneReply<T>> send(Slug slug, HttpRequest request, Function<JsonNode, T> parse) {
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        // The request's own time-out ends with the head of the answer: a body that stalls must not stall the saga.
        return exchange.copy()
                .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        exchange.cancel(true);
                    }
                })
                .handle((response, failure) ->
                        failure == null ? understand(slug, response, parse) : unreachable(failure));
    }

    private <T> DataPlaneReply<T> understand(Slug slug, HttpResponse<String> response, Function<JsonNode, T> parse) {
        int status = response.statusCode();
        JsonNode answer;
        try {
            answer = json.readTree(response.body());
        } catch (JsonProcessingException e) {
            return new DataPlaneReply.TryAgain<>("HTTP " + status + " with a body that is not JSON", null);
        }
        if (status == 200) {
            try {
                if (!slug.text().equals(text(answer, "slug"))) {
                    throw new UnexpectedAnswer("slug");
                }
                return new DataPlaneReply.Done<>(parse.apply(answer));
            } catch (UnexpectedAnswer e) {
                return new DataPlaneReply.TryAgain<>("HTTP 200 with an unexpected member '" + e.member + "'", null);
            }
        }
        JsonNode code = answer.path("code");
        if (status >= 400 && status < 500 && !PASSING.contains(status) && code.isTextual()) {
            return new DataPlaneReply.Refused<>(
                    status, code.textValue(), answer.path("detail").asText(""));
        }
        // A 4xx without a code is not the port speaking but something on the way to it, or a wrong base URL.
        return new DataPlaneReply.TryAgain<>("HTTP " + status + " " + code.asText(""), retryAfter(response));
    }

    private static @Nullable Duration retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Math.min(Long.parseLong(value), LONGEST_RETRY_AFTER_SECONDS)))
                .orElse(null);
    }

    private static <T> DataPlaneReply<T> unreachable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new DataPlaneReply.TryAgain<>(
                cause.getClass().getSimpleName() + ": " + String.valueOf(cause.getMessage()), null);
    }

    private static String text(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        if (!value.isTextual()) {
            throw new UnexpectedAnswer(member);
        }
        return value.textValue();
    }

    private static int whole(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new UnexpectedAnswer(member);
        }
        return value.intValue();
    }

    private static long longer(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new UnexpectedAnswer(member);
        }
        return value.longValue();
    }

    private static @Nullable PlanLimits limits(JsonNode limits) {
        if (!limits.isObject()) {
            return null;
        }
        try {
            return new PlanLimits(
                    whole(limits, "audit_retention_days"),
                    wholeOrNull(limits, "monthly_active_users"),
                    wholeOrNull(limits, "custom_domains"),
                    wholeOrNull(limits, "requests_per_second"));
        } catch (InvalidValue e) {
            throw new UnexpectedAnswer("limits");
        }
    }

    private static @Nullable Integer wholeOrNull(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        return value.isNull() || value.isMissingNode() ? null : whole(answer, member);
    }

    private static List<String> texts(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            throw new UnexpectedAnswer(member);
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw new UnexpectedAnswer(member);
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** An answer that the protocol does not allow: the other side is of another version. */
    private static final class UnexpectedAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String member;

        UnexpectedAnswer(String member) {
            super(member, null, false, false);
            this.member = member;
        }
    }
}

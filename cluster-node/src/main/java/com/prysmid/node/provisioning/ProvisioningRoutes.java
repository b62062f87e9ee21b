package com.prysmid.node.provisioning;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.handleExceptions;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.PlanLimits;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Slug;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provisioning protocol, version 1. Thread-safe. */
public final class ProvisioningRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningRoutes.class);

    private static final Set<String> SCHEMA_MEMBERS = Set.of("creation_id");
    private static final Set<String> KEYS_MEMBERS = Set.of("creation_id", "name", "plan", "request_id");
    private static final Set<String> ACTIVATION_MEMBERS = Set.of("creation_id", "bootstrap_admin_jwk");
    private static final Set<String> STATUS_MEMBERS = Set.of("creation_id", "request_id");

    private static final Set<String> OPERATOR_MEMBERS = Set.of("creation_id", "jwk", "request_id");
    private static final Set<String> PLAN_MEMBERS = Set.of("creation_id", "plan", "limits", "request_id");
    private static final Set<String> LIMITS =
            Set.of("audit_retention_days", "monthly_active_users", "custom_domains", "requests_per_second");

    private final WorkspaceSchemas schemas;
    private final WorkspaceEntities entities;
    private final DeletionSteps ending;

    /** @param keep how long every backup is kept, whoever asks for its purge */
    public ProvisioningRoutes(
            WorkspaceSchemas schemas,
            WorkspaceEntities entities,
            WorkspaceDeletions deletions,
            Duration keep,
            Clock clock) {
        this.schemas = schemas;
        this.entities = entities;
        this.ending = new DeletionSteps(deletions, entities, keep, clock);
    }

    /** What a step makes of its slug and body. */
    @FunctionalInterface
    private interface Step {
        CompletionStage<HttpResponse> run(Slug slug, RequestBody body) throws RequestBody.Invalid;
    }

    public Route route() {
        return handleExceptions(
                ExceptionHandler.newBuilder().matchAny(this::failure).build(),
                () -> pathPrefix(
                        PathMatchers.segment("provisioning").slash("v1").slash("workspaces"),
                        () -> pathPrefix(
                                PathMatchers.segment(),
                                slug -> concat(
                                        path("schema", () -> step(slug, SCHEMA_MEMBERS, this::schema)),
                                        path("keys", () -> step(slug, KEYS_MEMBERS, this::keys)),
                                        path("activation", () -> step(slug, ACTIVATION_MEMBERS, this::activation)),
                                        path("service-account", () -> step(slug, OPERATOR_MEMBERS, this::operatorKey)),
                                        path("plan", () -> step(slug, PLAN_MEMBERS, this::plan)),
                                        path("suspension", () -> step(slug, STATUS_MEMBERS, this::suspension)),
                                        path("resumption", () -> step(slug, STATUS_MEMBERS, this::resumption)),
                                        path("deletion", () -> lastStep(slug, this::deletion)),
                                        path("purge", () -> lastStep(slug, this::purge)),
                                        pathEnd(() -> get(() -> completeWithFuture(describe(slug))))))));
    }

    private Route failure(Throwable failure) {
        return completeWithFuture(CompletableFuture.completedStage(unexpected(failure)));
    }

    /** A step of a workspace that has not ended. */
    private Route step(String slug, Set<String> members, Step step) {
        return anyStep(
                slug,
                members,
                (known, body) ->
                        ending.unlessEnded(known, body.text("creation_id"), () -> answer(() -> step.run(known, body))));
    }

    private Route lastStep(String slug, Step step) {
        return anyStep(slug, STATUS_MEMBERS, step);
    }

    private Route anyStep(String slug, Set<String> members, Step step) {
        return put(() -> entity(
                Unmarshaller.entityToString(),
                text -> completeWithFuture(answer(() -> step.run(creatable(slug), RequestBody.parse(text, members))))));
    }

    /** A slug that a customer may have, or the one of the control plane's own members. */
    private static Slug creatable(String text) throws RequestBody.Invalid {
        Slug slug = Slug.parse(text)
                .orElseThrow(() ->
                        new RequestBody.Invalid(Problem.invalid("slug", "invalid", "This is not a workspace's name.")));
        if (slug.isReserved() && !slug.equals(Slug.CONSOLE)) {
            throw new RequestBody.Invalid(Problem.invalid("slug", "reserved", "This name is reserved."));
        }
        return slug;
    }

    private CompletionStage<HttpResponse> schema(Slug slug, RequestBody body) throws RequestBody.Invalid {
        body.text("creation_id");
        return schemas.create(slug)
                .thenApply(version -> ok(JsonNodeFactory.instance
                        .objectNode()
                        .put("slug", slug.value())
                        .put("schema_version", version)));
    }

    private CompletionStage<HttpResponse> keys(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        String name = body.text("name");
        Plan plan = plan(body.text("plan"));
        Act act = act(body.text("request_id"));
        return ask(
                slug,
                replyTo -> new ProvisioningCommand.Prepare(slug, creationId, name, plan, act, replyTo),
                made -> keyIds(identified(made), made));
    }

    private CompletionStage<HttpResponse> activation(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        String jwk = body.object("bootstrap_admin_jwk");
        return ask(
                slug,
                replyTo -> new ProvisioningCommand.Activate(slug, creationId, jwk, act(creationId), replyTo),
                made -> {
                    ObjectNode answer = identified(made).put("status", wire(made.status()));
                    String clientId = made.bootstrapAdminClientId();
                    if (clientId == null) {
                        return answer.putNull("bootstrap_admin");
                    }
                    answer.putObject("bootstrap_admin").put("client_id", clientId);
                    return answer;
                });
    }

    private CompletionStage<HttpResponse> operatorKey(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        String jwk = body.object("jwk");
        if (jwk == null) {
            throw new RequestBody.Invalid(Problem.invalid("jwk", "invalid", "A public JWK is needed."));
        }
        Act act = act(body.text("request_id"));
        return entities.ask(
                        slug, replyTo -> new ProvisioningCommand.SetOperatorKey(slug, creationId, jwk, act, replyTo))
                .thenApply(reply -> switch (reply) {
                    case ProvisioningCommand.OperatorAccount account ->
                        ok(JsonNodeFactory.instance
                                .objectNode()
                                .put("slug", slug.value())
                                .put("client_id", account.clientId()));
                    case Refused refused -> Problem.of(refused).response();
                    default -> throw outOfTurn();
                });
    }

    private CompletionStage<HttpResponse> plan(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        Plan plan = plan(body.text("plan"));
        RequestBody limits = body.part("limits", LIMITS);
        Integer retention = limits.number("audit_retention_days");
        PlanLimits wanted = new PlanLimits(
                retention == null ? PlanLimits.before(plan).auditRetentionDays() : retention,
                limits.number("monthly_active_users"),
                limits.number("custom_domains"),
                limits.number("requests_per_second"));
        Act act = act(body.text("request_id"));
        return ask(
                slug,
                replyTo -> new ProvisioningCommand.ApplyPlan(slug, creationId, plan, wanted, act, replyTo),
                made -> withLimits(identified(made).put("plan", wire(made.plan())), made.limits()));
    }

    private static ObjectNode withLimits(ObjectNode answer, PlanLimits limits) {
        answer.putObject("limits")
                .put("audit_retention_days", limits.auditRetentionDays())
                .put("monthly_active_users", limits.monthlyActiveUsers())
                .put("custom_domains", limits.customDomains())
                .put("requests_per_second", limits.requestsPerSecond());
        return answer;
    }

    private static IllegalStateException outOfTurn() {
        return new IllegalStateException("a workspace answered out of turn");
    }

    private CompletionStage<HttpResponse> suspension(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        Act act = act(body.text("request_id"));
        return ask(
                slug,
                replyTo -> new ProvisioningCommand.Suspend(slug, creationId, act, replyTo),
                ProvisioningRoutes::inStatus);
    }

    private CompletionStage<HttpResponse> resumption(Slug slug, RequestBody body) throws RequestBody.Invalid {
        String creationId = body.text("creation_id");
        Act act = act(body.text("request_id"));
        return ending.reinstated(
                slug,
                creationId,
                act,
                () -> ask(
                        slug,
                        replyTo -> new ProvisioningCommand.Resume(slug, creationId, act, replyTo),
                        ProvisioningRoutes::inStatus));
    }

    private CompletionStage<HttpResponse> deletion(Slug slug, RequestBody body) throws RequestBody.Invalid {
        return ending.delete(slug, body.text("creation_id"), act(body.text("request_id")));
    }

    private CompletionStage<HttpResponse> purge(Slug slug, RequestBody body) throws RequestBody.Invalid {
        body.text("request_id");
        return ending.purge(slug, body.text("creation_id"));
    }

    private static ObjectNode inStatus(WorkspaceDescription made) {
        return identified(made).put("status", wire(made.status()));
    }

    private CompletionStage<HttpResponse> describe(String text) {
        return Slug.parse(text)
                .map(slug -> answer(
                        () -> ask(slug, replyTo -> new ProvisioningCommand.Describe(slug, replyTo), this::description)))
                .orElseGet(() -> CompletableFuture.completedStage(
                        Problem.of(Refused.noSuchWorkspace()).response()));
    }

    private ObjectNode description(WorkspaceDescription made) {
        ObjectNode answer = keyIds(identified(made), made)
                .put("status", wire(made.status()))
                .put("plan", wire(made.plan()))
                .put("name", made.name());
        withLimits(answer, made.limits());
        ObjectNode counts = answer.putObject("counts");
        made.counts().forEach(counts::put);
        return answer;
    }

    private static ObjectNode identified(WorkspaceDescription made) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("slug", made.slug().value())
                .put("issuer", made.issuer());
    }

    private static ObjectNode keyIds(ObjectNode answer, WorkspaceDescription made) {
        ArrayNode ids = answer.putArray("key_ids");
        made.keyIds().forEach(ids::add);
        return answer;
    }

    private static Plan plan(String name) throws RequestBody.Invalid {
        for (Plan plan : Plan.values()) {
            if (wire(plan).equals(name)) {
                return plan;
            }
        }
        throw new RequestBody.Invalid(Problem.invalid("plan", "unknown", "There is no such plan."));
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Act act(String requestId) {
        return Act.bySystem(requestId).by(Actor.CONTROL_PLANE);
    }

    private CompletionStage<HttpResponse> ask(
            Slug slug,
            Function<ActorRef<Reply>, ProvisioningCommand> command,
            Function<WorkspaceDescription, ObjectNode> render) {
        return entities.ask(slug, command).thenApply(reply -> switch (reply) {
            case WorkspaceDescription made -> ok(render.apply(made));
            case Refused refused -> Problem.of(refused).response();
            default -> throw outOfTurn();
        });
    }

    @FunctionalInterface
    private interface Answering {
        CompletionStage<HttpResponse> run() throws RequestBody.Invalid;
    }

    private CompletionStage<HttpResponse> answer(Answering answering) {
        try {
            return answering.run().exceptionally(this::unexpected);
        } catch (RequestBody.Invalid e) {
            return CompletableFuture.completedStage(e.problem().response());
        }
    }

    /** A step that fails without an answer may be asked again: each is idempotent. */
    private HttpResponse unexpected(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (!(cause instanceof TimeoutException)) {
            LOG.warn("A provisioning step failed", cause);
        }
        return Problem.unavailable().response();
    }

    private static HttpResponse ok(ObjectNode body) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, body.toString());
    }
}

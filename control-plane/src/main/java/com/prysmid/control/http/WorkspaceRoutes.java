package com.prysmid.control.http;

import com.prysmid.control.accounts.Role;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.listing.ListQuery;
import com.prysmid.control.operating.ServiceAccountHealth;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.WorkspaceRequest;
import com.prysmid.control.workspaces.WorkspaceView;
import com.prysmid.control.workspaces.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/workspaces}. */
final class WorkspaceRoutes {
    private final Workspaces workspaces;
    private final ServiceAccountHealth health;
    private final ReadSide readSide;
    private final AccountChoice choice;

    WorkspaceRoutes(Workspaces workspaces, ServiceAccountHealth health, ReadSide readSide, AccountChoice choice) {
        this.workspaces = workspaces;
        this.health = health;
        this.readSide = readSide;
        this.choice = choice;
    }

    List<Operation> operations() {
        return List.of(
                new Operation(
                        "POST",
                        "/v1/workspaces",
                        Access.needs(Scope.WRITE_WORKSPACES, Role.ADMIN),
                        Content.JSON,
                        this::create),
                new Operation(
                        "GET",
                        "/v1/workspaces",
                        Access.needs(Scope.READ_WORKSPACES, Role.VIEWER),
                        Content.NONE,
                        this::list),
                new Operation(
                        "GET",
                        "/v1/workspaces/{slug}",
                        Access.needs(Scope.READ_WORKSPACES, Role.VIEWER),
                        Content.NONE,
                        this::show),
                new Operation(
                        "GET",
                        "/v1/workspaces/{slug}/config",
                        Access.needs(Scope.READ_WORKSPACES, Role.VIEWER),
                        Content.NONE,
                        this::config),
                new Operation(
                        "POST",
                        "/v1/workspaces/{slug}/suspend",
                        Access.needs(Scope.WRITE_WORKSPACES, Role.ADMIN),
                        Content.NONE,
                        call -> change(call, workspaces::suspend)),
                new Operation(
                        "POST",
                        "/v1/workspaces/{slug}/resume",
                        Access.needs(Scope.WRITE_WORKSPACES, Role.ADMIN),
                        Content.NONE,
                        call -> change(call, workspaces::resume)));
    }

    private CompletionStage<HttpResponse> create(Call call) {
        JsonBody body = call.body();
        Slug slug = body.text("slug", Slug::parse);
        DisplayName name = body.text("name", DisplayName::parse);
        Plan plan = body.text("plan", Plan::parse);
        OwnerEmail ownerEmail = body.text("owner_email", OwnerEmail::parse);
        PublicJwk adminJwk = body.optionalObject("admin_jwk", PublicJwk::parse);
        AccountId account = body.optionalText(AccountChoice.FIELD, AccountId::new);
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || slug == null || name == null || plan == null || ownerEmail == null) {
            return problem(Problem.invalid(errors));
        }
        return choice.choose(call.standing(), account).thenCompose(chosen -> switch (chosen) {
            case AccountChoice.Choice.Wrong(Problem problem) -> problem(problem);
            case AccountChoice.Choice.Of(AccountId owner) ->
                create(new WorkspaceRequest(slug, name, plan, ownerEmail, adminJwk, owner), call);
        });
    }

    private CompletionStage<HttpResponse> create(WorkspaceRequest request, Call call) {
        return workspaces.create(request, call.by(), call.idempotencyKey()).thenApply(creation -> switch (creation) {
            case Workspaces.Creation.Accepted(WorkspaceView view) -> Answer.json(202, shown(view));
            case Workspaces.Creation.SlugInUse inUse ->
                Answer.problem(new Problem(
                        409,
                        "slug_in_use",
                        "Another workspace has that slug; choose another.",
                        List.of(new Problem.FieldError("slug", "slug_in_use", "is in use")),
                        Map.of()));
            case Workspaces.Creation.KeyUsedForAnother another -> Answer.problem(TokenRoutes.KEY_REUSED);
        });
    }

    private CompletionStage<HttpResponse> list(Call call) {
        return switch (call.paging("status", "q")) {
            case Call.Paging.Invalid(Problem problem) -> problem(problem);
            case Call.Paging.Of(int limit, String after, Map<String, String> filters) -> {
                WorkspaceView.Status status;
                String last;
                try {
                    String wanted = filters.get("status");
                    status = wanted == null ? null : WorkspaceView.Status.parse(wanted);
                    last = after == null ? null : Slug.parse(after).text();
                } catch (InvalidValue e) {
                    yield problem(Problem.invalid(List.of(
                            e.code().equals("unknown_status")
                                    ? new Problem.FieldError("status", e.code(), e.explanation())
                                    : new Problem.FieldError(
                                            "cursor",
                                            "invalid_cursor",
                                            "must be a next_cursor of an earlier answer"))));
                }
                yield readSide.list(new ListQuery(call.standing().accountIds(), status, filters.get("q"), last, limit))
                        .thenApply(page -> Answer.page(
                                page.items().stream()
                                        .map(WorkspaceRoutes::shown)
                                        .toList(),
                                page.next() == null ? null : Call.cursor(page.next())));
            }
        };
    }

    private CompletionStage<HttpResponse> show(Call call) {
        return found(call, view -> CompletableFuture.completedStage(Answer.json(200, shown(view))));
    }

    private CompletionStage<HttpResponse> config(Call call) {
        return found(
                call,
                view -> workspaces.facts(view).thenCombine(operated(view), (facts, account) -> switch (facts) {
                    case Workspaces.Facts.Known known -> Answer.json(200, config(view, known, account));
                    case Workspaces.Facts.Unreachable none ->
                        Answer.problem(Problem.unavailable("The cluster that runs the workspace does not answer now."));
                }));
    }

    /** Whether we can operate it; empty where it does not serve, and so lets nobody in. */
    private CompletionStage<Optional<ServiceAccountHealth.Report>> operated(WorkspaceView view) {
        return view.status() == WorkspaceView.Status.ACTIVE
                ? health.of(view.slug()).thenApply(Optional::of)
                : CompletableFuture.completedStage(Optional.empty());
    }

    private static Map<String, Object> config(
            WorkspaceView view, Workspaces.Facts.Known facts, Optional<ServiceAccountHealth.Report> account) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("slug", view.slug().text());
        body.put("status", view.status().wire());
        body.put("plan", view.plan());
        body.put("limits", Map.of("audit_retention_days", view.plan().auditRetentionDays()));
        body.put("counts", facts.counts());
        body.put("key_ids", facts.keyIds());
        account.ifPresent(report -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("status", report.status().wire());
            shown.put("client_id", report.clientId());
            shown.put("key_id", report.keyId());
            body.put("service_account", shown);
        });
        return body;
    }

    /** Suspends or resumes. */
    @FunctionalInterface
    private interface Changing {
        CompletionStage<Workspaces.Change> change(Slug slug, Provenance by);
    }

    private static CompletionStage<HttpResponse> change(Call call, Changing changing) {
        Optional<Slug> slug = call.slug();
        return slug.isEmpty()
                ? problem(Refusals.NO_SUCH_WORKSPACE)
                : changing.change(slug.get(), call.by()).thenApply(change -> switch (change) {
                    case Workspaces.Change.Done(WorkspaceView view) -> Answer.json(200, shown(view));
                    case Workspaces.Change.NotFound none -> Answer.problem(Refusals.NO_SUCH_WORKSPACE);
                    case Workspaces.Change.NeverServed never ->
                        Answer.problem(Problem.of(409, "not_active", "The workspace has not begun to serve."));
                    case Workspaces.Change.Unreachable none ->
                        Answer.problem(Problem.unavailable("The cluster that runs the workspace does not answer now."));
                });
    }

    private CompletionStage<HttpResponse> found(
            Call call, Function<WorkspaceView, CompletionStage<HttpResponse>> render) {
        Optional<Slug> slug = call.slug();
        if (slug.isEmpty()) {
            return problem(Refusals.NO_SUCH_WORKSPACE);
        }
        return workspaces
                .find(slug.get())
                .thenCompose(found -> found.map(render).orElseGet(() -> problem(Refusals.NO_SUCH_WORKSPACE)));
    }

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }

    private static Map<String, Object> shown(WorkspaceView view) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("slug", view.slug().text());
        body.put("name", view.name());
        body.put("plan", view.plan());
        body.put("status", view.status().wire());
        body.put("issuer", view.issuer());
        body.put("created_at", view.createdAt());
        body.put(AccountChoice.FIELD, view.accountId());
        if (view.bootstrapClientId() != null) {
            body.put("bootstrap_admin", Map.of("client_id", view.bootstrapClientId()));
        }
        if (view.failure() != null) {
            body.put("failure", view.failure());
        }
        return body;
    }
}

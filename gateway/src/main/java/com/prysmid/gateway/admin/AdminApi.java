package com.prysmid.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Surface;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.oauth.client.SenderProofs;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The way of every request: caller → permission → query → body → handler. Each check answers by itself, so that no handler can
 * forget one.
 */
public final class AdminApi {
    /** The path below which all is served. */
    public static final String ROOT = "/admin/v1";

    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/merge-patch+json");
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int PARAMETER_LIMIT = 1_000;
    /** Names of unknown parameters come from outside and go back: enough to recognise them by. */
    private static final int SHOWN_NAME_LIMIT = 60;

    private final AdminAuthentication authentication;

    private AdminApi(Entities entities) {
        this.authentication = new AdminAuthentication(entities);
    }

    /** All that is served below {@link #ROOT}. */
    public static List<Endpoint> endpoints(Entities entities) {
        AdminApi api = new AdminApi(entities);
        return operations(entities).stream().map(api::endpoint).toList();
    }

    /** The table, with the row that describes the others. */
    static List<Operation> operations(Entities entities) {
        List<Operation> rows = new ArrayList<>(Stream.of(
                        new WorkspaceRoutes(entities).operations(),
                        new BrandingRoutes(entities).operations(),
                        new ProjectRoutes(entities).operations(),
                        new RoleRoutes(entities).operations(),
                        new AppRoutes(entities).operations(),
                        new UserRoutes(entities).operations(),
                        new UserStateRoutes(entities).operations(),
                        new UserMailRoutes(entities).operations(),
                        new UserSessionRoutes(entities).operations(),
                        new UserFactorRoutes(entities).operations(),
                        new UserIdentityRoutes(entities).operations(),
                        new IdpRoutes(entities).operations(),
                        new GrantRoutes(entities).operations(),
                        new ServiceAccountRoutes(entities).operations(),
                        new RegistrationTokenRoutes(entities).operations(),
                        new ScimTokenRoutes(entities).operations(),
                        new KeyRoutes(entities).operations(),
                        new AuditRoutes(entities).operations())
                .flatMap(List::stream)
                .toList());
        Map<String, Object> description = OpenApiDocument.of(rows);
        rows.add(new Operation(
                "GET",
                "/openapi.json",
                null,
                "This description",
                null,
                false,
                new Operation.Output(200, null, false, Operation.Output.JSON),
                List.of(),
                (call, body) -> Answer.okStage(description)));
        return List.copyOf(rows);
    }

    private Endpoint endpoint(Operation operation) {
        return new Endpoint(
                HttpMethods.lookup(operation.method()).orElseThrow(),
                ROOT + operation.template(),
                Surface.API,
                context -> answer(operation, context));
    }

    private CompletionStage<HttpResponse> answer(Operation operation, RequestContext context) {
        Permission permission = operation.permission();
        if (permission == null) {
            Administrator nobody = new Administrator(context.act().actor(), "", Set.of());
            return perform(operation, context, nobody);
        }
        return authentication
                .authenticate(context.slug(), headers(context, "authorization"), SenderProofs.of(context))
                .thenCompose(caller -> {
                    if (!caller.may(permission)) {
                        throw AdminAuthentication.insufficientRole();
                    }
                    return perform(operation, context, caller);
                });
    }

    private static CompletionStage<HttpResponse> perform(
            Operation operation, RequestContext context, Administrator caller) {
        List<FieldError> errors = new ArrayList<>();
        AdminCall.Query query = query(operation, context, errors);
        List<String> keys = headers(context, "idempotency-key");
        if (keys.size() > 1
                || keys.stream().anyMatch(key -> !IDEMPOTENCY_KEY.matcher(key).matches())) {
            errors.add(new FieldError("Idempotency-Key", "format", "must be 1 to 255 visible ASCII characters"));
        }
        if (!errors.isEmpty()) {
            throw HttpProblem.invalid(errors);
        }
        AdminCall call = new AdminCall(
                context.slug(),
                context.issuer(),
                caller,
                context.act().by(caller.actor()).throughApp(caller.clientId()),
                context.pathParameters(),
                context.request().getUri().path().substring(ROOT.length()),
                query,
                keys.isEmpty() ? null : keys.getFirst(),
                new AdminCall.Upload(
                        context.request().entity().getContentType().mediaType().toString(), context.body()));
        if (!operation.uploads().isEmpty()) {
            if (!operation.uploads().contains(call.upload().mediaType())) {
                throw new HttpProblem(
                        415,
                        "unsupported_media_type",
                        "The body must be of one of these types: " + String.join(", ", operation.uploads()) + ".");
            }
            return operation.handler().handle(call, null);
        }
        return operation.handler().handle(call, operation.body() == null ? null : json(operation, context));
    }

    private static AdminCall.Query query(Operation operation, RequestContext context, List<FieldError> errors) {
        Set<String> known =
                operation.parameters().stream().map(Operation.Parameter::name).collect(Collectors.toSet());
        Map<String, String> values = new HashMap<>();
        context.query().asMap().forEach((name, value) -> {
            if (!known.contains(name)) {
                String shown = name.substring(0, Math.min(SHOWN_NAME_LIMIT, name.length()));
                errors.add(new FieldError(shown, "unknown_parameter", "is not a parameter here"));
            } else if (value.length() > PARAMETER_LIMIT || value.indexOf('\0') >= 0) {
                errors.add(new FieldError(name, "format", "is too long, or holds a NUL"));
            } else if (!value.isEmpty()) {
                values.put(name, value);
            }
        });
        int limit = AdminCall.Query.DEFAULT_LIMIT;
        String wanted = values.get("limit");
        if (wanted != null) {
            if (LIMIT.matcher(wanted).matches() && Integer.parseInt(wanted) <= AdminCall.Query.LARGEST_LIMIT) {
                limit = Integer.parseInt(wanted);
            } else {
                errors.add(new FieldError("limit", "range", "must be 1 to " + AdminCall.Query.LARGEST_LIMIT));
            }
        }
        return new AdminCall.Query(values, limit);
    }

    private static JsonNode json(Operation operation, RequestContext context) {
        if (operation.mayLackBody() && context.body().isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        String type = context.request().entity().getContentType().mediaType().toString();
        if (!JSON_TYPES.contains(type)) {
            throw new HttpProblem(415, "unsupported_media_type", "The body must be of type application/json.");
        }
        return ApiJson.parse(context.body().toArrayUnsafe())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new HttpProblem(
                        400, "malformed_json", "The body must be one JSON object in UTF-8, with no member twice."));
    }

    private static List<String> headers(RequestContext context, String lowerCaseName) {
        return StreamSupport.stream(context.request().getHeaders().spliterator(), false)
                .filter(header -> header.is(lowerCaseName))
                .map(HttpHeader::value)
                .toList();
    }
}

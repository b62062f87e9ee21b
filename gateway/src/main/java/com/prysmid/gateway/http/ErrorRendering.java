package com.prysmid.gateway.http;

import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.tenant.protocol.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as the client of a surface expects them. */
final class ErrorRendering {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorRendering.class);
    /** RFC 7644 table 9. */
    private static final Set<String> SCIM_TYPES = Set.of(
            "invalidFilter",
            "tooMany",
            "uniqueness",
            "mutability",
            "invalidSyntax",
            "invalidPath",
            "noTarget",
            "invalidValue");

    private final Pages pages;

    ErrorRendering(Pages pages) {
        this.pages = pages;
    }

    HttpResponse render(Throwable thrown, Surface surface, String requestId, Visit visit) {
        if (RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.NO_SUCH_WORKSPACE)
                .isPresent()) {
            // Deleted a moment ago: as if it had never been, on every path.
            return Responses.html(404, pages.notFound(new Visit(visit.request(), null)));
        }
        HttpProblem problem = Problems.expected(thrown, surface).orElse(null);
        if (problem == null) {
            LOG.error("request {} failed", requestId, thrown);
            problem = new HttpProblem(
                    500, "server_error", "Something went wrong here. The request id helps to find out what.");
        }
        HttpResponse response = switch (surface) {
            case OAUTH -> oauth(problem);
            case API, METADATA -> problemJson(problem);
            case SCIM -> scim(problem);
            case PAGE ->
                Responses.html(
                        problem.status(),
                        problem.status() == 403 && problem.code().equals("workspace_not_active")
                                ? pages.suspended(visit)
                                : pages.error(visit, problem, requestId));
        };
        return response.addHeaders(problem.headers());
    }

    /** RFC 6749 §5.2. */
    private static HttpResponse oauth(HttpProblem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", problem.code());
        body.put("error_description", problem.detail());
        return Responses.json(problem.status(), body);
    }

    /** RFC 7644 §3.12; what went wrong with the input has a {@code scimType}. */
    private static HttpResponse scim(HttpProblem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"));
        body.put("status", Integer.toString(problem.status()));
        if (SCIM_TYPES.contains(problem.code())) {
            body.put("scimType", problem.code());
        }
        body.put("detail", problem.detail());
        return Responses.scim(problem.status(), Json.write(body));
    }

    /** RFC 9457 §3, with {@code code} and {@code errors} as extension members. */
    private static HttpResponse problemJson(HttpProblem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title(problem));
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", problem.detail());
        if (!problem.fields().isEmpty()) {
            body.put(
                    "errors",
                    problem.fields().stream()
                            .map(field ->
                                    Map.of("field", field.field(), "code", field.code(), "message", field.message()))
                            .toList());
        }
        return Responses.problem(problem.status(), body);
    }

    private static String title(HttpProblem problem) {
        return switch (problem.status()) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Too large";
            case 415 -> "Unsupported media type";
            case 422 -> "Invalid input";
            case 429 -> "Too many requests";
            case 503 -> "Unavailable";
            default -> problem.status() >= 500 ? "Server error" : "Request failed";
        };
    }
}

package com.prysmid.gateway.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 description of the table of operations. */
final class OpenApiDocument {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    private final JsonSchemas schemas = new JsonSchemas();

    private OpenApiDocument() {}

    static Map<String, Object> of(List<Operation> operations) {
        return new OpenApiDocument().describe(operations);
    }

    private Map<String, Object> describe(List<Operation> operations) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Operation operation : operations) {
            paths.computeIfAbsent(AdminApi.ROOT + operation.template(), path -> new LinkedHashMap<>())
                    .put(operation.method().toLowerCase(java.util.Locale.ROOT), describe(operation));
        }
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas.components());
        components.put("responses", Map.of("Problem", problem()));
        components.put("securitySchemes", Map.of("accessToken", Map.of("type", "http", "scheme", "bearer")));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Prysm:ID workspace admin API",
                        "version",
                        "1",
                        "description",
                        "Runs one workspace. Access tokens are of this workspace's own issuer, with the scope "
                                + AdminAuthentication.SCOPE
                                + ". Times are RFC 3339 in UTC, ids are opaque."));
        document.put("paths", paths);
        document.put("components", components);
        return document;
    }

    private Map<String, Object> describe(Operation operation) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("summary", operation.summary());
        description.put(
                "operationId",
                (operation.method() + operation.template().replaceAll("[{}]", ""))
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z]+", "_"));
        List<Object> parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            description.put("parameters", parameters);
        }
        if (operation.body() != null) {
            description.put(
                    "requestBody",
                    Map.of(
                            "required",
                            !operation.mayLackBody(),
                            "content",
                            content(
                                    "application/json",
                                    operation.method().equals("PATCH")
                                            ? schemas.patch(operation.body())
                                            : schemas.request(operation.body()))));
        }
        if (!operation.uploads().isEmpty()) {
            Map<String, Object> types = new TreeMap<>();
            operation.uploads().forEach(type -> types.put(type, Map.of()));
            description.put("requestBody", Map.of("required", true, "content", types));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(operation.answer().status()), answer(operation.answer()));
        responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
        description.put("responses", responses);
        Permission permission = operation.permission();
        if (permission == null) {
            description.put("security", List.of());
        } else {
            description.put("security", List.of(Map.of("accessToken", List.of())));
            description.put(
                    "x-roles",
                    permission.roles().stream().map(role -> role.key()).toList());
        }
        return description;
    }

    private static List<Object> parameters(Operation operation) {
        List<Object> parameters = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(operation.template());
        while (variables.find()) {
            parameters.add(Map.of(
                    "name", variables.group(1), "in", "path", "required", true, "schema", Map.of("type", "string")));
        }
        for (Operation.Parameter parameter : operation.parameters()) {
            parameters.add(Map.of(
                    "name",
                    parameter.name(),
                    "in",
                    "query",
                    "description",
                    parameter.description(),
                    "schema",
                    Map.of("type", parameter.equals(Operation.Parameter.LIMIT) ? "integer" : "string")));
        }
        if (operation.answer().status() == 201) {
            parameters.add(Map.of(
                    "name",
                    "Idempotency-Key",
                    "in",
                    "header",
                    "description",
                    "Sent again with the same key and body, the first answer is given again.",
                    "schema",
                    Map.of("type", "string", "maxLength", 255)));
        }
        return parameters;
    }

    private Map<String, Object> answer(Operation.Output output) {
        Class<?> type = output.type();
        return type == null
                ? Map.of("description", "Done")
                : Map.of(
                        "description",
                        output.status() == 201 ? "Created" : "OK",
                        "content",
                        content(output.mediaType(), output.isList() ? schemas.page(type) : schemas.answer(type)));
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of(
                "description",
                "What went wrong (RFC 9457)",
                "content",
                content(
                        "application/problem+json",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "type",
                                        text,
                                        "title",
                                        text,
                                        "status",
                                        Map.of("type", "integer"),
                                        "code",
                                        text,
                                        "detail",
                                        text,
                                        "errors",
                                        Map.of(
                                                "type",
                                                "array",
                                                "items",
                                                Map.of(
                                                        "type",
                                                        "object",
                                                        "properties",
                                                        Map.of("field", text, "code", text, "message", text)))))));
    }

    private static Map<String, Object> content(String mediaType, Map<String, Object> schema) {
        return Map.of(mediaType, Map.of("schema", schema));
    }
}

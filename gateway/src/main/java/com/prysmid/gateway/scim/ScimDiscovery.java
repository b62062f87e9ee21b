package com.prysmid.gateway.scim;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Json;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What is supported here (RFC 7644 §4), for everybody: {@code /ServiceProviderConfig}, {@code /ResourceTypes}, {@code /Schemas}. */
final class ScimDiscovery {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
    private static final List<Schema> RESOURCES = List.of(Schema.USER, Schema.GROUP);

    private ScimDiscovery() {}

    static CompletionStage<HttpResponse> configuration(RequestContext context) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("schemas", List.of(CORE + "ServiceProviderConfig"));
        config.put("patch", Map.of("supported", true));
        config.put("bulk", Map.of("supported", false, "maxOperations", 0, "maxPayloadSize", 0));
        config.put("filter", Map.of("supported", true, "maxResults", ListQuery.LARGEST_COUNT));
        config.put("changePassword", Map.of("supported", true));
        config.put("sort", Map.of("supported", false));
        config.put("etag", Map.of("supported", true));
        config.put(
                "authenticationSchemes",
                List.of(Map.of(
                        "type",
                        "oauthbearertoken",
                        "name",
                        "Bearer token",
                        "description",
                        "A SCIM token of the workspace, or an access token with the scope urn:prysmid:admin",
                        "primary",
                        true)));
        config.put(
                "meta",
                Map.of("resourceType", "ServiceProviderConfig", "location", root(context) + "/ServiceProviderConfig"));
        return answer(config);
    }

    static CompletionStage<HttpResponse> resourceTypes(RequestContext context) {
        return list(RESOURCES.stream()
                .<Object>map(schema -> resourceType(schema, root(context)))
                .toList());
    }

    static CompletionStage<HttpResponse> resourceType(RequestContext context) {
        return RESOURCES.stream()
                .filter(schema -> schema.name().equals(context.pathParameter("id")))
                .findFirst()
                .map(schema -> answer(resourceType(schema, root(context))))
                .orElseThrow(HttpProblem::notFound);
    }

    private static Map<String, Object> resourceType(Schema schema, String root) {
        Map<String, Object> type = new LinkedHashMap<>();
        type.put("schemas", List.of(CORE + "ResourceType"));
        type.put("id", schema.name());
        type.put("name", schema.name());
        type.put("endpoint", schema.endpoint());
        type.put("schema", schema.urn());
        Schema.Extension extension = schema.extension();
        if (extension != null) {
            type.put("schemaExtensions", List.of(Map.of("schema", extension.urn(), "required", false)));
        }
        type.put("meta", Map.of("resourceType", "ResourceType", "location", root + "/ResourceTypes/" + schema.name()));
        return type;
    }

    static CompletionStage<HttpResponse> schemas(RequestContext context) {
        return list(new ArrayList<>(described(root(context)).values()));
    }

    static CompletionStage<HttpResponse> schema(RequestContext context) {
        Object schema = described(root(context)).get(context.pathParameter("id"));
        if (schema == null) {
            throw HttpProblem.notFound();
        }
        return answer(schema);
    }

    private static Map<String, Object> described(String root) {
        Map<String, Object> described = new LinkedHashMap<>();
        for (Schema schema : RESOURCES) {
            described.put(schema.urn(), schema.describe(root));
            Schema.Extension extension = schema.extension();
            if (extension != null) {
                described.put(extension.urn(), Schema.describe(extension, root));
            }
        }
        return described;
    }

    private static String root(RequestContext context) {
        return context.issuer() + ScimEndpoints.ROOT;
    }

    private static CompletionStage<HttpResponse> list(List<Object> all) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"));
        list.put("totalResults", all.size());
        list.put("startIndex", 1);
        list.put("itemsPerPage", all.size());
        list.put("Resources", all);
        return answer(list);
    }

    private static CompletionStage<HttpResponse> answer(Object body) {
        return CompletableFuture.completedStage(Responses.scim(200, Json.write(body)));
    }
}

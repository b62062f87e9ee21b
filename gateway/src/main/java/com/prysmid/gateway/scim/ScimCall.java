package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.admin.Administrator;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Json;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * One request by somebody who may make it.
 *
 * @param since by {@link System#nanoTime}
 */
record ScimCall(RequestContext context, Administrator caller, long since) {
    private static final Set<String> TYPES = Set.of("application/scim+json", "application/json");
    private static final int VERSION_BYTES = 12;

    ScimCall(RequestContext context, Administrator caller) {
        this(context, caller, System.nanoTime());
    }

    /** Its time begins again: for what is put right after the request has failed. */
    ScimCall anew() {
        return new ScimCall(context, caller);
    }

    boolean isOlderThan(long nanos) {
        return System.nanoTime() - since > nanos;
    }

    Slug slug() {
        return context.slug();
    }

    Act act() {
        Act act = context.act().by(caller.actor());
        return caller.clientId().isEmpty() ? act : act.throughApp(caller.clientId());
    }

    String id() {
        return context.pathParameter("id");
    }

    Map<String, String> parameters() {
        return context.query().asMap();
    }

    Projection projection(Schema schema) {
        return Projection.of(
                schema, parameters().get("attributes"), parameters().get("excludedAttributes"));
    }

    /** @throws HttpProblem 400 or 415 for what is no JSON object */
    JsonNode body() {
        String type = context.request().entity().getContentType().mediaType().toString();
        if (!TYPES.contains(type)) {
            throw new HttpProblem(415, "unsupported_media_type", "The body must be of type application/scim+json.");
        }
        return ApiJson.parse(context.body().toArrayUnsafe())
                .filter(JsonNode::isObject)
                .orElseThrow(() ->
                        ScimError.invalidSyntax("The body must be one JSON object in UTF-8, with no member twice."));
    }

    /** {@code https://auth.<slug>.<domain>/scim/v2}. */
    String root() {
        return context.issuer() + ScimEndpoints.ROOT;
    }

    /** RFC 7644 §3.14; whether there was a condition. */
    boolean checkVersion(String version) {
        Optional<String> wanted = context.header("if-match");
        if (wanted.isPresent() && !names(wanted.get(), version)) {
            throw ScimError.changedMeanwhile();
        }
        return wanted.isPresent();
    }

    private boolean isKnown(String version) {
        return context.header("if-none-match")
                .filter(known -> names(known, version))
                .isPresent();
    }

    /** Weak or not makes no difference here: versions are compared for whether they are the same one. */
    private static boolean names(String header, String version) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || opaque(tag).equals(opaque(version)));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** A weak entity tag: another one as soon as anything in the text is another. */
    static String version(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "W/\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, VERSION_BYTES))
                    + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param resource whole */
    HttpResponse answer(int status, ObjectNode resource, Projection projection) {
        String version = resource.path("meta").path("version").asText();
        if (status == 200 && context.request().method().value().equals("GET") && isKnown(version)) {
            return Responses.empty(304).addHeader(RawHeader.create("ETag", version));
        }
        HttpResponse answer = Responses.scim(status, ApiJson.bytes(projection.of(resource)))
                .addHeader(RawHeader.create("ETag", version));
        return status == 201
                ? answer.addHeader(RawHeader.create(
                        "Location", resource.path("meta").path("location").asText()))
                : answer;
    }

    /** RFC 7644 §3.4.2. */
    static HttpResponse list(long total, int startIndex, List<ObjectNode> page) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"));
        body.put("totalResults", total);
        body.put("startIndex", startIndex);
        body.put("itemsPerPage", page.size());
        body.put("Resources", page);
        return Responses.scim(200, Json.write(body));
    }
}

package com.prysmid.gateway.oauth.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.app.AppDocument;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MemberNames;
import com.prysmid.gateway.json.RecordReader;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A registration request's metadata (RFC 7591 §2, §3.1). */
final class ClientMetadata {
    /** Ours, for admins alone: from a stranger they are as unknown as any other name. */
    private static final Set<String> FOR_ADMINS =
            Set.of("first_party", "implicit_responses", "unsigned_request_objects", "resources", "claim_mappings");

    private static final Set<String> KNOWN = Arrays.stream(AppDocument.class.getRecordComponents())
            .map(MemberNames::of)
            .filter(name -> !FOR_ADMINS.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    private ClientMetadata() {}

    /** @param statement claims that somebody vouches for: they come before what the client says itself (RFC 7591 §2.3) */
    static AppMetadata read(ObjectNode request, ObjectNode statement, String clientId) {
        ObjectNode document = request.objectNode();
        copy(request, document);
        copy(statement, document);
        if (!document.hasNonNull("client_name")) {
            document.put("client_name", clientId);
        }
        return switch (RecordReader.read(AppDocument.class, document)) {
            case RecordReader.Outcome.Read<AppDocument>(var metadata) -> metadata.metadata(false);
            case RecordReader.Outcome.Wrong<AppDocument>(var errors) -> throw invalid(errors);
        };
    }

    private static void copy(ObjectNode from, ObjectNode to) {
        from.properties().forEach(entry -> {
            if (KNOWN.contains(entry.getKey()) && !entry.getValue().isNull()) {
                to.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** As the client may read it: without what it was not given. */
    static ObjectNode document(AppMetadata metadata) {
        ObjectNode document = ApiJson.object(AppDocument.of(metadata));
        document.remove(FOR_ADMINS);
        return document;
    }

    /** @throws HttpProblem 400 where it is no JSON object */
    static ObjectNode object(byte[] body) {
        JsonNode tree = ApiJson.parse(body).orElse(null);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new HttpProblem(400, "invalid_client_metadata", "The body must be a JSON object.");
    }

    /** RFC 7591 §3.2.2: one code and a text, so all that is wrong goes into the text. */
    static HttpProblem invalid(List<FieldError> errors) {
        boolean redirect = errors.stream().anyMatch(error -> error.field().startsWith("redirect_uris"));
        String detail = errors.stream()
                .limit(10)
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; "));
        return new HttpProblem(400, redirect ? "invalid_redirect_uri" : "invalid_client_metadata", detail);
    }
}

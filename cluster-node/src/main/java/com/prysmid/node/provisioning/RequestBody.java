package com.prysmid.node.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object with known members, each read once. */
final class RequestBody {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int TEXT_LIMIT = 256;

    private final JsonNode object;

    private RequestBody(JsonNode object) {
        this.object = object;
    }

    /** What is wrong with a request, thrown to where its answer is made. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Invalid(Problem problem) {
            super(problem.code(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static RequestBody parse(String text, Set<String> members) throws Invalid {
        JsonNode parsed;
        try {
            parsed = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Invalid(Problem.of(400, "malformed_json", "The body is not one JSON value."));
        }
        if (!parsed.isObject()) {
            throw new Invalid(Problem.of(400, "malformed_json", "The body is not a JSON object."));
        }
        for (Iterator<String> names = parsed.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw new Invalid(Problem.invalid(name, "unknown", "There is no such member."));
            }
        }
        return new RequestBody(parsed);
    }

    /** A text of 1 to {@value #TEXT_LIMIT} characters. */
    String text(String member) throws Invalid {
        JsonNode value = object.path(member);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > TEXT_LIMIT) {
            throw new Invalid(
                    Problem.invalid(member, "invalid", "A text of 1 to " + TEXT_LIMIT + " characters is needed."));
        }
        return value.textValue();
    }

    /** A whole number, or null where the member is absent or null. */
    @Nullable
    Integer number(String member) throws Invalid {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new Invalid(Problem.invalid(member, "invalid", "A whole number or null is needed."));
        }
        return value.intValue();
    }

    /** An object with known members. */
    RequestBody part(String member, Set<String> members) throws Invalid {
        String part = object(member);
        if (part == null) {
            throw new Invalid(Problem.invalid(member, "invalid", "An object is needed."));
        }
        return parse(part, members);
    }

    /** An object as JSON text, or null where the member is absent or null. */
    @Nullable
    String object(String member) throws Invalid {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw new Invalid(Problem.invalid(member, "invalid", "An object or null is needed."));
        }
        return value.toString();
    }
}

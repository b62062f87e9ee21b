package com.prysmid.tenant.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.tenant.crypto.RequestObjects;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RequestCommand;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Which request objects an app may send, and what one says (RFC 9101, OpenID Connect Core §6). */
public final class RequestDecisions {
    /** Of the JWT, not of the request (RFC 7519 §4.1). */
    private static final Set<String> OF_THE_JWT = Set.of("iss", "aud", "exp", "nbf", "iat", "jti", "sub");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RequestDecisions() {}

    /** {@code alg: none}: by the switch or by its registered algorithm, and never where it has to sign. */
    public static boolean mayBeUnsigned(AppMetadata app) {
        AppMetadata.Authorization rules = app.authorization();
        String registered = rules.requestObjectSigningAlg();
        return !rules.requireSignedRequestObject()
                && (registered == null
                        ? rules.unsignedRequestObjects()
                        : registered.equals(RequestObjectRules.UNSIGNED));
    }

    /** Those that it may sign with: the one it registered, or any. */
    public static Set<SigningAlgorithm> algorithms(AppMetadata app) {
        String registered = app.authorization().requestObjectSigningAlg();
        return registered == null
                ? EnumSet.allOf(SigningAlgorithm.class)
                : SigningAlgorithm.named(registered).map(Set::of).orElse(Set.of());
    }

    /**
     * OpenID Connect Core §6.2: registered, character by character. Its fragment may tell the version of what is there; an app that
     * registered none may add one.
     */
    public static boolean isRegistered(AppMetadata app, String requestUri) {
        List<String> registered = app.authorization().requestUris();
        int fragment = requestUri.indexOf('#');
        return registered.contains(requestUri)
                || (fragment >= 0 && registered.contains(requestUri.substring(0, fragment)));
    }

    /**
     * The parameters that a verified request object is about. Only those count (RFC 9101 §6.3); JSON stays JSON text, and several
     * resources (RFC 8707 §2) are one text with blanks between.
     */
    public static RequestCommand.Parameters parameters(RequestObjects.Outcome.Verified object, String clientId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        tree(object.json()).properties().forEach(member -> {
            if (!OF_THE_JWT.contains(member.getKey()) && !member.getValue().isNull()) {
                parameters.put(member.getKey(), text(member.getKey(), member.getValue()));
            }
        });
        parameters.put("client_id", clientId);
        return new RequestCommand.Parameters(parameters);
    }

    private static String text(String name, JsonNode value) {
        if (name.equals("resource") && value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("verified, and so read before", e);
        }
    }

    public static Refused refused(RequestObjects.Refusal reason) {
        return invalidObject(
                switch (reason) {
                    case MALFORMED -> "The request object is not a JWT.";
                    case WRONG_TYPE -> "The request object is a JWT of another type.";
                    case NOT_SIGNED -> "The request object is not signed, and this app has to sign it.";
                    case ALGORITHM_NOT_ALLOWED -> "This app may not sign request objects with this algorithm.";
                    case NO_MATCHING_KEY ->
                        "The app has registered no key that the request object could be signed with.";
                    case BAD_SIGNATURE -> "The signature of the request object is wrong.";
                    case WRONG_ISSUER -> "iss of the request object has to be the client_id.";
                    case WRONG_CLIENT -> "client_id of the request object is another.";
                    case WRONG_AUDIENCE -> "aud of the request object has to name this issuer.";
                    case IS_AN_ASSERTION -> "sub of the request object must not be the client_id.";
                    case NESTED -> "The request object must not hold request or request_uri.";
                    case NOT_DATED -> "The request object needs nbf and exp.";
                    case EXPIRED -> "The request object has expired.";
                    case NOT_YET_VALID -> "The request object is not valid yet.";
                    case LIVES_TOO_LONG -> "The request object is good for longer than an hour, or is older.";
                });
    }

    public static Refused invalidObject(String detail) {
        return Refused.of(Refused.Reason.INVALID, RequestCommand.INVALID_OBJECT, detail);
    }

    /** One answer for whatever is the matter with a URI of a pushed request. */
    public static Refused noSuchRequest() {
        return invalidUri("The request_uri is unknown, was used, has expired or is of another app.");
    }

    public static Refused invalidUri(String detail) {
        return Refused.of(Refused.Reason.INVALID, RequestCommand.INVALID_URI, detail);
    }
}

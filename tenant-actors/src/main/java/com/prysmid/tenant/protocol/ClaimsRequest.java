package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter (OpenID Connect Core §5.5). Members that are not known are ignored, as it says.
 *
 * @param idToken  by claim name
 * @param userinfo by claim name
 */
public record ClaimsRequest(Map<String, Wish> idToken, Map<String, Wish> userinfo) {
    public static final ClaimsRequest NONE = new ClaimsRequest(Map.of(), Map.of());

    /** Far more than there are claims to ask for, and well within what a sign-in page's address can carry. */
    private static final int TEXT_LIMIT = 4_000;

    private static final String ID_TOKEN = "id_token";
    private static final String USERINFO = "userinfo";
    private static final String ACR = "acr";

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * How one claim is wished for.
     *
     * @param values one of these, in order of preference; empty: any
     */
    public record Wish(boolean essential, List<String> values) {
        public static final Wish ANY = new Wish(false, List.of());

        public Wish {
            values = List.copyOf(values);
        }

        public boolean takes(Object value) {
            return values.isEmpty() || values.contains(String.valueOf(value));
        }
    }

    public ClaimsRequest {
        idToken = Map.copyOf(idToken);
        userinfo = Map.copyOf(userinfo);
    }

    /** Of a request or a grant that may have none; one that was taken once is readable. */
    public static ClaimsRequest of(@Nullable String text) {
        return text == null ? NONE : read(text).orElse(NONE);
    }

    /** Empty for what is no claims request. */
    public static Optional<ClaimsRequest> parse(String text) {
        return text.length() > TEXT_LIMIT ? Optional.empty() : read(text);
    }

    private static Optional<ClaimsRequest> read(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode tree
                    ? Optional.of(new ClaimsRequest(wishes(tree, ID_TOKEN), wishes(tree, USERINFO)))
                    : Optional.empty();
        } catch (JsonProcessingException | Malformed e) {
            return Optional.empty();
        }
    }

    /**
     * The text with {@code acr_values} made a wish for the claim {@code acr} of the id token, which is what they are (§3.1.2.1);
     * a wish for {@code acr} that is there already stays.
     *
     * @param text a claims request; null where there was none
     */
    public static @Nullable String withAcrValues(@Nullable String text, List<String> acrValues) {
        if (acrValues.isEmpty() || of(text).idToken().containsKey(ACR)) {
            return text;
        }
        try {
            ObjectNode tree = text == null ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(text);
            ObjectNode idToken = tree.withObjectProperty(ID_TOKEN);
            ArrayNode values = idToken.putObject(ACR).putArray("values");
            acrValues.forEach(values::add);
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a claims request", e);
        }
    }

    /** How the {@code acr} of the id token is wished for (§5.5.1.1). */
    public Wish acr() {
        return idToken.getOrDefault(ACR, Wish.ANY);
    }

    private static Map<String, Wish> wishes(ObjectNode tree, String member) {
        JsonNode claims = tree.path(member);
        if (claims.isMissingNode() || claims.isNull()) {
            return Map.of();
        }
        Map<String, Wish> wishes = new LinkedHashMap<>();
        object(claims).properties().forEach(claim -> wishes.put(claim.getKey(), wish(claim.getValue())));
        return wishes;
    }

    private static Wish wish(JsonNode node) {
        if (node.isNull()) {
            return Wish.ANY;
        }
        ObjectNode members = object(node);
        JsonNode essential = members.path("essential");
        if (!essential.isMissingNode() && !essential.isBoolean()) {
            throw new Malformed();
        }
        List<String> values = new ArrayList<>();
        if (members.has("value")) {
            values.add(members.get("value").asText());
        }
        JsonNode several = members.path("values");
        if (!several.isMissingNode() && !several.isArray()) {
            throw new Malformed();
        }
        several.forEach(value -> values.add(value.asText()));
        return new Wish(essential.booleanValue(), values);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Malformed();
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("not a claims request", null, false, false);
        }
    }
}

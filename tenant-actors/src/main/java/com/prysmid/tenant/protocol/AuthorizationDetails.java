package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code authorization_details} parameter (RFC 9396 §2): what is asked for, one object of some type each. What the types mean is
 * known to the resource servers alone; here they are carried, and only narrowed.
 *
 * @param items strings, longs, doubles, booleans, nulls, lists and maps of them, by name
 */
public record AuthorizationDetails(List<Map<String, Object>> items) {
    /** The name of the parameter, of the claim (§9.1) and of the member of answers. */
    public static final String CLAIM = "authorization_details";

    /** Well within what a sign-in page's address can carry. */
    private static final int TEXT_LIMIT = 4_000;

    private static final String TYPE = "type";
    /** RFC 9396 §2.2: the common members that are arrays of strings. */
    private static final Set<String> SETS = Set.of("locations", "actions", "datatypes", "privileges");

    private static final String IDENTIFIER = "identifier";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private static final TypeReference<List<Map<String, Object>>> ITEMS = new TypeReference<>() {};

    public AuthorizationDetails {
        items = List.copyOf(items);
    }

    /** Of a grant, which has them readable or not at all. */
    public static Optional<AuthorizationDetails> of(@Nullable String text) {
        return text == null ? Optional.empty() : parse(text);
    }

    /** Of an access token of ours; empty where it has none. */
    @SuppressWarnings("unchecked")
    public static Optional<AuthorizationDetails> inClaims(Map<String, Object> claims) {
        return claims.get(CLAIM) instanceof List<?> items
                ? Optional.of(new AuthorizationDetails((List<Map<String, Object>>) items))
                : Optional.empty();
    }

    /** Empty for what is no array of objects with a type, or has a common member of another shape than RFC 9396 §2.2 gives it. */
    public static Optional<AuthorizationDetails> parse(String text) {
        if (text.length() > TEXT_LIMIT) {
            return Optional.empty();
        }
        try {
            List<Map<String, Object>> items = JSON.readValue(text, ITEMS);
            return items != null && !items.isEmpty() && items.stream().allMatch(AuthorizationDetails::isSound)
                    ? Optional.of(new AuthorizationDetails(items))
                    : Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isSound(@Nullable Map<String, Object> item) {
        return item != null
                && item.get(TYPE) instanceof String
                && SETS.stream().allMatch(name -> !item.containsKey(name) || isTexts(item.get(name)))
                && (!item.containsKey(IDENTIFIER) || item.get(IDENTIFIER) instanceof String)
                && isPlain(item);
    }

    private static boolean isTexts(@Nullable Object value) {
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }

    /** A number that no token could tell again is none. */
    private static boolean isPlain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> members -> members.values().stream().allMatch(AuthorizationDetails::isPlain);
            case Collection<?> several -> several.stream().allMatch(AuthorizationDetails::isPlain);
            case BigInteger number -> false;
            case BigDecimal number -> false;
            case null, default -> true;
        };
    }

    public Set<String> types() {
        return items.stream().map(item -> (String) item.get(TYPE)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether these hold all that others ask for (RFC 9396 §6.1): each of theirs equals one of these, or has fewer of its locations,
     * actions, datatypes or privileges.
     */
    public boolean cover(AuthorizationDetails others) {
        return others.items.stream().allMatch(wanted -> items.stream().anyMatch(granted -> covers(granted, wanted)));
    }

    private static boolean covers(Map<String, Object> granted, Map<String, Object> wanted) {
        return granted.keySet().equals(wanted.keySet())
                && wanted.entrySet().stream().allMatch(member -> {
                    Object held = granted.get(member.getKey());
                    return SETS.contains(member.getKey())
                            ? ((Collection<?>) held).containsAll((Collection<?>) member.getValue())
                            : Objects.equals(held, member.getValue());
                });
    }

    public String json() {
        try {
            return JSON.writeValueAsString(items);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON's own types can be written", e);
        }
    }

    /** What somebody allows whom is their own business. */
    @Override
    public String toString() {
        return "AuthorizationDetails" + types();
    }
}

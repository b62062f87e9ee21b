package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.scim.Filter.Operator;
import com.prysmid.gateway.scim.Schema.Place;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters and PATCH paths (RFC 7644 figure 1 and §3.5.2): by descent, over so much text and so deep and no more. Made for
 * one text.
 */
final class FilterParser {
    private static final int LENGTH_LIMIT = 2_000;
    private static final int DEPTH_LIMIT = 20;
    private static final Set<Operator> OF_BOOLEANS = EnumSet.of(Operator.EQ, Operator.NE);
    private static final Set<Operator> OF_TEXT_ALONE = EnumSet.of(Operator.CO, Operator.SW, Operator.EW);

    private final Schema schema;
    private final String text;
    /** Within brackets: whose parts are named. */
    private @Nullable Place within;

    private int at;
    private int depth;

    private FilterParser(Schema schema, String text) {
        this.schema = schema;
        this.text = text;
    }

    /**
     * @param filter null: of all values
     * @param part   of the values; null: the whole of them
     */
    record Target(
            Place place, @Nullable Filter filter, @Nullable Attribute part) {}

    /** @throws HttpProblem 400 {@code invalidFilter} */
    static Filter filter(Schema schema, String text) {
        FilterParser parser = new FilterParser(schema, text);
        parser.bounded();
        Filter filter = parser.or();
        parser.blanks();
        if (parser.at < text.length()) {
            throw parser.wrong();
        }
        return filter;
    }

    /**
     * Empty where no attribute is so called.
     *
     * @throws HttpProblem 400 {@code invalidPath} or {@code invalidFilter}
     */
    static Optional<Target> target(Schema schema, String path) {
        FilterParser parser = new FilterParser(schema, path);
        parser.bounded();
        Optional<Place> place = schema.find(parser.word());
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Filter filter = null;
        Attribute part = place.get().part();
        if (parser.taken('[')) {
            if (!place.get().attribute().multiValued() || part != null) {
                throw ScimError.invalidPath("Only values of a multi-valued attribute are chosen by a filter.");
            }
            filter = parser.inBrackets(place.get());
            if (parser.taken('.')) {
                String name = parser.word();
                part = place.get()
                        .attribute()
                        .part(name)
                        .orElseThrow(() -> ScimError.invalidPath("The path names no attribute."));
            }
        }
        if (parser.at < path.length()) {
            throw ScimError.invalidPath("The path goes on behind its end.");
        }
        return Optional.of(
                new Target(new Place(place.get().extension(), place.get().attribute(), null), filter, part));
    }

    private void bounded() {
        if (text.length() > LENGTH_LIMIT) {
            throw ScimError.invalidFilter("A filter or path has at most " + LENGTH_LIMIT + " characters.");
        }
    }

    private Filter or() {
        Filter filter = and();
        while (keyword("or")) {
            filter = new Filter.Or(filter, and());
        }
        return filter;
    }

    private Filter and() {
        Filter filter = unary();
        while (keyword("and")) {
            filter = new Filter.And(filter, unary());
        }
        return filter;
    }

    private Filter unary() {
        if (++depth > DEPTH_LIMIT) {
            throw ScimError.invalidFilter("A filter is at most " + DEPTH_LIMIT + " deep.");
        }
        blanks();
        int before = at;
        boolean not = keyword("not");
        blanks();
        Filter filter;
        if (taken('(')) {
            filter = or();
            blanks();
            if (!taken(')')) {
                throw wrong();
            }
        } else {
            at = before;
            not = false;
            filter = condition();
        }
        depth--;
        return not ? new Filter.Not(filter) : filter;
    }

    private Filter condition() {
        Place place = place(word());
        if (taken('[')) {
            if (within != null
                    || place.part() != null
                    || place.attribute().parts().isEmpty()) {
                throw wrong();
            }
            return new Filter.Values(place, inBrackets(place));
        }
        if (keyword("pr")) {
            return new Filter.Present(place);
        }
        blanks();
        Operator operator = Operator.parse(word()).orElseThrow(this::wrong);
        return new Filter.Compare(place, operator, value(Filter.leaf(place), operator));
    }

    private Filter inBrackets(Place place) {
        within = place;
        Filter filter = or();
        within = null;
        blanks();
        if (!taken(']')) {
            throw wrong();
        }
        return filter;
    }

    private Place place(String name) {
        Place holder = within;
        Optional<Place> found = holder == null
                ? schema.find(name)
                : holder.attribute().part(name).map(part -> new Place(null, part, null));
        return found.filter(place -> place.attribute().returned() != Attribute.Returned.NEVER)
                .orElseThrow(() -> ScimError.invalidFilter("The filter names an attribute that there is not."));
    }

    private JsonNode value(Attribute attribute, Operator operator) {
        JsonNode given = literal();
        if (given.isNull()) {
            if (!OF_BOOLEANS.contains(operator)) {
                throw wrong();
            }
            return given;
        }
        return switch (attribute.type()) {
            case BOOLEAN -> {
                String word = given.asText().toLowerCase(Locale.ROOT);
                if (!OF_BOOLEANS.contains(operator) || !(word.equals("true") || word.equals("false"))) {
                    throw wrong();
                }
                yield BooleanNode.valueOf(word.equals("true"));
            }
            case DATE_TIME -> {
                if (OF_TEXT_ALONE.contains(operator)
                        || Filter.instant(given.asText()).isEmpty()) {
                    throw wrong();
                }
                yield given;
            }
            case STRING, REFERENCE -> {
                if (!given.isTextual()) {
                    throw wrong();
                }
                yield given;
            }
            case COMPLEX -> throw wrong();
        };
    }

    private JsonNode literal() {
        blanks();
        int start = at;
        if (!taken('"')) {
            return bare(word().toLowerCase(Locale.ROOT));
        }
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw wrong();
        }
        at++;
        return ApiJson.parse(text.substring(start, at).getBytes(StandardCharsets.UTF_8))
                .filter(node -> node.isTextual() && node.textValue().indexOf('\0') < 0)
                .map(node -> new TextNode(node.textValue()))
                .orElseThrow(this::wrong);
    }

    /** The literals without quotes that an attribute here may be compared with. */
    private JsonNode bare(String word) {
        return switch (word) {
            case "null" -> NullNode.instance;
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> throw wrong();
        };
    }

    /** Whether a word stands here that is followed by none of its kind; it is then passed. */
    private boolean keyword(String wanted) {
        int before = at;
        blanks();
        if (text.regionMatches(true, at, wanted, 0, wanted.length())
                && (at + wanted.length() == text.length() || !isOfWord(text.charAt(at + wanted.length())))) {
            at += wanted.length();
            return true;
        }
        at = before;
        return false;
    }

    private String word() {
        int start = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw wrong();
        }
        return text.substring(start, at);
    }

    private static boolean isOfWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == ':'
                || c == '_'
                || c == '-'
                || c == '$';
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private HttpProblem wrong() {
        return ScimError.invalidFilter("The filter is not understood from its character " + (at + 1) + " on.");
    }
}

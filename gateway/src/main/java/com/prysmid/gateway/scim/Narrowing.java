package com.prysmid.gateway.scim;

import com.prysmid.gateway.scim.Filter.Operator;
import com.prysmid.gateway.scim.Schema.Place;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a filter that an index of the directory answers: everything that the filter fits, it fits too. So the directory
 * gives few candidates, by a statement of constant text, for whatever filter.
 */
final class Narrowing {
    private static final Set<Operator> NOT_BEFORE = EnumSet.of(Operator.EQ, Operator.GT, Operator.GE);

    private Narrowing() {}

    static UserSearch of(@Nullable Filter filter) {
        return switch (filter) {
            case null -> UserSearch.ANY;
            case Filter.And(var left, var right) -> better(of(left), of(right));
            case Filter.Compare(var place, var operator, var value)
            when value.isTextual() -> compare(place, operator, value.textValue());
            case Filter.Values(var place, var inner)
            when place.attribute().name().equals("emails")
                    || place.attribute().name().equals("groups") -> within(place, inner);
            case Filter.Compare other -> UserSearch.ANY;
            case Filter.Values other -> UserSearch.ANY;
            case Filter.Or other -> UserSearch.ANY;
            case Filter.Not other -> UserSearch.ANY;
            case Filter.Present other -> UserSearch.ANY;
        };
    }

    private static UserSearch compare(Place place, Operator operator, String value) {
        String name = place.part() == null
                ? place.attribute().name()
                : place.attribute().name() + "." + place.part().name();
        if (name.equals("meta.lastModified") && NOT_BEFORE.contains(operator)) {
            return Filter.instant(value)
                    .map(at -> new UserSearch(UserSearch.Key.CHANGED_SINCE, at.toString()))
                    .orElse(UserSearch.ANY);
        }
        if (operator != Operator.EQ || place.extension() != null) {
            return UserSearch.ANY;
        }
        return switch (name) {
            case "id" -> new UserSearch(UserSearch.Key.ID, value);
            case "externalId" -> new UserSearch(UserSearch.Key.EXTERNAL_ID, value);
            case "userName" -> new UserSearch(UserSearch.Key.USERNAME, value);
            case "emails", "emails.value" -> new UserSearch(UserSearch.Key.EMAIL, value);
            case "groups", "groups.value" -> new UserSearch(UserSearch.Key.GROUP, value);
            default -> UserSearch.ANY;
        };
    }

    private static UserSearch within(Place place, Filter inner) {
        return switch (inner) {
            case Filter.And(var left, var right) -> better(within(place, left), within(place, right));
            case Filter.Compare(var part, var operator, var value)
            when operator == Operator.EQ
                    && value.isTextual()
                    && part.attribute().name().equals("value") ->
                new UserSearch(
                        place.attribute().name().equals("emails") ? UserSearch.Key.EMAIL : UserSearch.Key.GROUP,
                        value.textValue());
            case Filter.Compare other -> UserSearch.ANY;
            case Filter.Values other -> UserSearch.ANY;
            case Filter.Or other -> UserSearch.ANY;
            case Filter.Not other -> UserSearch.ANY;
            case Filter.Present other -> UserSearch.ANY;
        };
    }

    /** The one with fewer candidates, as a rule. */
    private static UserSearch better(UserSearch one, UserSearch other) {
        return rank(one) <= rank(other) ? one : other;
    }

    private static int rank(UserSearch search) {
        return switch (search.key()) {
            case ID, USERNAME -> 0;
            case EXTERNAL_ID, EMAIL -> 1;
            case CHANGED_SINCE -> 2;
            case GROUP -> 3;
            case ANY -> 4;
        };
    }
}

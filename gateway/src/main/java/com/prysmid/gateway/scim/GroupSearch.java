package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.scim.Filter.Operator;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The groups that fit a filter. Of members one asks by {@code members.value eq}, among conditions that all hold. */
final class GroupSearch {
    private static final int ROWS = 200;
    private static final UserCount NOT_COUNTED = new UserCount(0, null);

    private final Entities entities;
    private final UserScan scan;

    GroupSearch(Entities entities) {
        this.entities = entities;
        this.scan = new UserScan(entities);
    }

    record Page(int total, List<Group> items) {}

    CompletionStage<Page> page(ScimCall call, ListQuery query) {
        Filter filter = query.filter();
        if (filter == null) {
            return find(call, null, null, "", query.startIndex() - 1, query.count())
                    .thenApply(found -> new Page(found.total(), found.items()));
        }
        String member = required(filter, "members");
        if (member == null && asksForMembers(filter)) {
            throw ScimError.invalidFilter("Of members one asks by members.value eq, with and.");
        }
        List<Group> fitting = new ArrayList<>();
        CompletionStage<Void> searched = member == null
                ? all(call, filter, "", fitting)
                : ofMember(call, member).thenCompose(ids -> all(call, filter, "", fitting, ids, member));
        return searched.thenApply(done -> new Page(
                fitting.size(),
                fitting.stream()
                        .skip(query.startIndex() - 1L)
                        .limit(query.count())
                        .toList()));
    }

    private CompletionStage<Set<String>> ofMember(ScimCall call, String user) {
        Set<String> ids = new TreeSet<>();
        return scan.rows(
                        call.slug(),
                        new UserSearch(UserSearch.Key.ID, user),
                        0,
                        1,
                        (UserRecord row) -> ids.addAll(
                                row.profile().more().provisioned().memberOf().keySet()))
                .thenApply(seen -> ids);
    }

    private CompletionStage<Void> all(ScimCall call, Filter filter, String after, List<Group> into) {
        return all(call, filter, after, into, null, null);
    }

    /** @param among only these; null: all */
    private CompletionStage<Void> all(
            ScimCall call,
            Filter filter,
            String after,
            List<Group> into,
            @Nullable Set<String> among,
            @Nullable String member) {
        return find(call, required(filter, "displayName"), required(filter, "externalId"), after, 0, ROWS)
                .thenCompose(found -> {
                    for (Group group : found.items()) {
                        if ((among == null || among.contains(group.id())) && fits(call, filter, group, member)) {
                            into.add(group);
                        }
                    }
                    return found.complete()
                            ? CompletableFuture.<Void>completedStage(null)
                            : all(call, filter, found.items().getLast().id(), into, among, member);
                });
    }

    private static boolean fits(ScimCall call, Filter filter, Group group, @Nullable String member) {
        ObjectNode resource = ScimGroups.resource(call, group, NOT_COUNTED);
        if (member != null) {
            resource.putArray("members").addObject().put("value", member).put("type", "User");
        }
        return filter.matches(resource);
    }

    private CompletionStage<GroupCommand.Groups> find(
            ScimCall call,
            @Nullable String displayName,
            @Nullable String externalId,
            String after,
            int offset,
            int limit) {
        return entities.workspace(
                call.slug(),
                replyTo -> new GroupCommand.Find(call.slug(), displayName, externalId, after, offset, limit, replyTo),
                GroupCommand.Groups.class);
    }

    /** What an attribute must be equal to, wherever the filter fits; null where it does not say. */
    private static @Nullable String required(Filter filter, String attribute) {
        return switch (filter) {
            case Filter.And(var left, var right) -> {
                String one = required(left, attribute);
                yield one == null ? required(right, attribute) : one;
            }
            case Filter.Compare(var place, var operator, var value)
            when operator == Operator.EQ
                    && value.isTextual()
                    && place.attribute().name().equals(attribute)
                    && (place.part() == null || place.part().name().equals("value")) -> value.textValue();
            case Filter.Values(var place, var inner)
            when place.attribute().name().equals(attribute) -> required(inner, "value");
            case Filter.Compare other -> null;
            case Filter.Values other -> null;
            case Filter.Or other -> null;
            case Filter.Not other -> null;
            case Filter.Present other -> null;
        };
    }

    private static boolean asksForMembers(Filter filter) {
        return switch (filter) {
            case Filter.And(var left, var right) -> asksForMembers(left) || asksForMembers(right);
            case Filter.Or(var left, var right) -> asksForMembers(left) || asksForMembers(right);
            case Filter.Not(var inner) -> asksForMembers(inner);
            case Filter.Present(var place) -> place.attribute().name().equals("members");
            case Filter.Compare(var place, var operator, var value) ->
                place.attribute().name().equals("members");
            case Filter.Values(var place, var inner) -> place.attribute().name().equals("members");
        };
    }
}

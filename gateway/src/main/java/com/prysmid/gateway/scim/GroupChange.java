package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.scim.Filter.Operator;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request makes of a group. Members are named, not fetched: of a group of many thousands a PATCH touches those whom it names.
 *
 * @param exact nobody else is a member; null: whoever is stays, but for those who leave
 */
record GroupChange(
        String displayName,
        @Nullable String externalId,
        @Nullable Set<String> exact,
        Set<String> join,
        Set<String> leave) {
    /** Of members, in one request. */
    static final int MEMBERS_LIMIT = 10_000;

    /** @throws HttpProblem 400 for too many members */
    GroupChange {
        if ((exact != null && exact.size() > MEMBERS_LIMIT)
                || join.size() > MEMBERS_LIMIT
                || leave.size() > MEMBERS_LIMIT) {
            throw tooMany();
        }
    }

    static HttpProblem tooMany() {
        return ScimError.tooMany(
                "At most " + MEMBERS_LIMIT
                        + " members are replaced at a time; larger groups are changed by PATCH, which adds and removes members.");
    }

    /** @param body canonical */
    static GroupChange replacing(ObjectNode body) {
        return new GroupChange(name(body), externalId(body), members(body.path("members")), Set.of(), Set.of());
    }

    /** @throws HttpProblem 400 */
    static GroupChange patching(Group group, List<Patch.Operation> operations) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode().put("displayName", group.displayName());
        if (group.externalId() != null) {
            resource.put("externalId", group.externalId());
        }
        Set<String> exact = null;
        Set<String> join = new LinkedHashSet<>();
        Set<String> leave = new LinkedHashSet<>();
        for (Patch.Operation operation : operations) {
            if (!operation.target().place().attribute().name().equals("members")) {
                Patch.apply(operation, resource);
                continue;
            }
            Set<String> named = named(operation);
            if (named == null) {
                named = new LinkedHashSet<>();
                exact = new LinkedHashSet<>();
                join.clear();
                leave.clear();
            } else if (operation.kind() == Patch.Kind.REPLACE) {
                exact = new LinkedHashSet<>();
                join.clear();
                leave.clear();
            }
            boolean leaving = operation.kind() == Patch.Kind.REMOVE;
            if (exact != null) {
                if (leaving) {
                    exact.removeAll(named);
                } else {
                    exact.addAll(named);
                }
            } else {
                (leaving ? leave : join).addAll(named);
                (leaving ? join : leave).removeAll(named);
            }
        }
        return new GroupChange(name(resource), externalId(resource), exact, join, leave);
    }

    /** Null: all there are. */
    private static @Nullable Set<String> named(Patch.Operation operation) {
        if (operation.target().part() != null) {
            throw ScimError.mutability("A part of a member");
        }
        Filter filter = operation.target().filter();
        if (filter != null) {
            if (operation.kind() != Patch.Kind.REMOVE) {
                throw ScimError.mutability("A member");
            }
            Set<String> ids = new LinkedHashSet<>();
            collect(filter, ids);
            return ids;
        }
        JsonNode value = operation.value();
        boolean all = operation.kind() == Patch.Kind.REMOVE && (value.isMissingNode() || value.isNull());
        return all
                ? null
                : members(orEmpty(Canonical.value(operation.target().place().attribute(), value)));
    }

    private static JsonNode orEmpty(@Nullable JsonNode node) {
        return node == null ? JsonNodeFactory.instance.arrayNode() : node;
    }

    private static void collect(Filter filter, Set<String> ids) {
        switch (filter) {
            case Filter.Or(var left, var right) -> {
                collect(left, ids);
                collect(right, ids);
            }
            case Filter.Compare(var place, var operator, var value)
            when operator == Operator.EQ
                    && value.isTextual()
                    && place.attribute().name().equals("value") -> ids.add(value.textValue());
            case Filter.Compare other -> throw unfit();
            case Filter.And other -> throw unfit();
            case Filter.Not other -> throw unfit();
            case Filter.Present other -> throw unfit();
            case Filter.Values other -> throw unfit();
        }
    }

    private static HttpProblem unfit() {
        return ScimError.invalidFilter("Members are chosen by value eq, several of them by or.");
    }

    private static Set<String> members(JsonNode members) {
        Set<String> ids = new LinkedHashSet<>();
        members.forEach(member -> {
            JsonNode value = member.path("value");
            if (!value.isTextual()) {
                throw ScimError.invalidValue("A member has a value: the user's id.");
            }
            if (!member.path("type").asText("User").equalsIgnoreCase("User")) {
                throw ScimError.invalidValue("Members are users; groups hold no groups.");
            }
            ids.add(value.textValue());
        });
        return ids;
    }

    private static String name(ObjectNode resource) {
        JsonNode name = resource.path("displayName");
        if (!name.isTextual()) {
            throw ScimError.invalidValue("displayName is required.");
        }
        return name.textValue();
    }

    private static @Nullable String externalId(ObjectNode resource) {
        JsonNode externalId = resource.path("externalId");
        return externalId.isTextual() ? externalId.textValue() : null;
    }
}

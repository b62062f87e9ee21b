package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.ask.Attempts;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Responses;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import com.prysmid.tenant.protocol.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /Groups}: a name in the workspace's registry, and members who know by themselves. */
final class ScimGroups {
    private final Entities entities;
    private final Members members;
    private final Membership membership;
    private final UserScan scan;
    private final GroupSearch search;

    ScimGroups(Entities entities) {
        this.entities = entities;
        this.members = new Members(entities);
        this.membership = new Membership(entities);
        this.scan = new UserScan(entities);
        this.search = new GroupSearch(entities);
    }

    CompletionStage<HttpResponse> list(ScimCall call) {
        return list(call, ListQuery.of(Schema.GROUP, call.parameters()));
    }

    CompletionStage<HttpResponse> search(ScimCall call) {
        return list(call, ListQuery.of(Schema.GROUP, call.body()));
    }

    private CompletionStage<HttpResponse> list(ScimCall call, ListQuery query) {
        return search.page(call, query).thenCompose(page -> {
            CompletionStage<List<ObjectNode>> resources = CompletableFuture.completedStage(List.of());
            int[] members = {0};
            for (Group group : page.items()) {
                // One after the other: a page of large groups is dear, and asked for with excludedAttributes=members.
                resources = resources.thenCompose(before -> resource(call, group, query.projection())
                        .thenApply(resource -> {
                            members[0] += resource.path("members").size();
                            if (members[0] > UserScan.ROWS_LIMIT) {
                                throw tooManyMembers();
                            }
                            List<ObjectNode> all = new ArrayList<>(before);
                            all.add(query.projection().of(resource));
                            return all;
                        }));
            }
            return resources.thenApply(all -> ScimCall.list(page.total(), query.startIndex(), all));
        });
    }

    CompletionStage<HttpResponse> get(ScimCall call) {
        return find(call).thenCompose(group -> answer(call, 200, group));
    }

    CompletionStage<HttpResponse> create(ScimCall call) {
        GroupChange wanted = GroupChange.replacing(Canonical.resource(Schema.GROUP, call.body()));
        String id = UUID.randomUUID().toString().replace("-", "");
        return membership
                .mayJoin(call, id, wanted.displayName(), exactly(wanted))
                .thenCompose(may -> made(call, id, wanted))
                .thenCompose(group -> answer(call, 201, group));
    }

    private CompletionStage<Group> made(ScimCall call, String id, GroupChange wanted) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new GroupCommand.Create(
                                call.slug(), id, wanted.displayName(), wanted.externalId(), call.act(), replyTo),
                        Group.class)
                .thenCompose(group -> membership
                        .join(call, group, exactly(wanted))
                        // Its name would be taken for the next try.
                        .exceptionallyCompose(thrown -> remove(call.anew(), id)
                                .handle((done, ignored) -> CompletableFuture.<Void>failedStage(thrown))
                                .thenCompose(Function.identity()))
                        .thenApply(done -> group));
    }

    private static Set<String> exactly(GroupChange change) {
        Set<String> exact = change.exact();
        return exact == null ? Set.of() : exact;
    }

    CompletionStage<HttpResponse> replace(ScimCall call) {
        GroupChange wanted = GroupChange.replacing(Canonical.resource(Schema.GROUP, call.body()));
        return change(call, group -> wanted).thenCompose(group -> answer(call, 200, group));
    }

    /** RFC 7644 §3.5.2: 204, unless the caller says which attributes it wants to see. */
    CompletionStage<HttpResponse> patch(ScimCall call) {
        List<Patch.Operation> operations = Patch.read(Schema.GROUP, call.body());
        return change(call, group -> GroupChange.patching(group, operations))
                .thenCompose(group -> call.parameters().containsKey("attributes")
                                || call.parameters().containsKey("excludedAttributes")
                        ? answer(call, 200, group)
                        : CompletableFuture.completedStage(Responses.empty(204)));
    }

    private CompletionStage<Group> change(ScimCall call, Function<Group, GroupChange> change) {
        return Attempts.whileChanged(() -> find(call)
                .thenCompose(group -> checked(call, group).thenCompose(checked -> {
                    GroupChange wanted = change.apply(group);
                    return moves(call, group, wanted)
                            .thenCompose(moves -> may(call, group, wanted.displayName(), moves)
                                    .thenCompose(may -> updated(call, group, wanted))
                                    .thenCompose(updated ->
                                            move(call, updated, moves).thenApply(done -> updated)));
                })));
    }

    private CompletionStage<Group> updated(ScimCall call, Group group, GroupChange wanted) {
        return entities.workspace(
                call.slug(),
                replyTo -> new GroupCommand.Update(
                        call.slug(),
                        group.id(),
                        wanted.displayName(),
                        wanted.externalId(),
                        group.updatedAt(),
                        call.act(),
                        replyTo),
                Group.class);
    }

    /** Who joins and who leaves. */
    private record Moves(Set<String> join, Set<String> leave) {}

    private CompletionStage<Moves> moves(ScimCall call, Group group, GroupChange wanted) {
        Set<String> exact = wanted.exact();
        return exact == null
                ? CompletableFuture.completedStage(new Moves(wanted.join(), known(wanted.leave())))
                : members.ids(call, group.id())
                        .thenApply(before -> new Moves(without(exact, before), without(before, exact)));
    }

    /** Nothing of the request is done before it is known that all of it may be. */
    private CompletionStage<Void> may(ScimCall call, Group group, String displayName, Moves moves) {
        CompletionStage<Void> may = membership
                .mayLeave(call, group.id(), moves.leave())
                .thenCompose(done -> membership.mayJoin(call, group.id(), displayName, moves.join()));
        return group.renaming() || !group.displayName().equals(displayName)
                ? may.thenCompose(done -> membership.mayRename(call, group.id(), displayName))
                : may;
    }

    private CompletionStage<Void> move(ScimCall call, Group group, Moves moves) {
        CompletionStage<Void> moved = membership
                .leave(call, group.id(), moves.leave())
                .thenCompose(done -> membership.join(call, group, moves.join()));
        return group.renaming()
                ? moved.thenCompose(done -> membership.rename(call, group)).thenCompose(done -> finished(call, group))
                : moved;
    }

    /** Whom nobody can be, nobody has to tell to leave. */
    private static Set<String> known(Set<String> users) {
        return users.stream().filter(user -> UserId.parse(user).isPresent()).collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return all.stream().filter(one -> !some.contains(one)).collect(Collectors.toSet());
    }

    private CompletionStage<Void> finished(ScimCall call, Group group) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new GroupCommand.FinishRename(
                                call.slug(), group.id(), group.displayName(), call.act(), replyTo),
                        Done.class)
                .thenApply(done -> null);
    }

    /** Its members leave first: who is still told to be in a group is never in one that is not there. */
    CompletionStage<HttpResponse> delete(ScimCall call) {
        return find(call)
                .thenCompose(group -> checked(call, group))
                .thenCompose(group -> membership.mayDissolve(call, group.id()))
                .thenCompose(may -> remove(call, call.id()))
                .thenApply(done -> Responses.empty(204));
    }

    private CompletionStage<Done> remove(ScimCall call, String groupId) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new GroupCommand.BeginDelete(call.slug(), groupId, call.act(), replyTo),
                        Done.class)
                .thenCompose(begun -> membership.dissolve(call, groupId))
                .thenCompose(done -> entities.workspace(
                        call.slug(),
                        replyTo -> new GroupCommand.Delete(call.slug(), groupId, call.act(), replyTo),
                        Done.class));
    }

    private CompletionStage<Group> checked(ScimCall call, Group group) {
        return call.context().header("if-match").isEmpty()
                ? CompletableFuture.completedStage(group)
                : scan.count(call.slug(), Members.group(group.id())).thenApply(count -> {
                    call.checkVersion(version(group, count));
                    return group;
                });
    }

    private CompletionStage<HttpResponse> answer(ScimCall call, int status, Group group) {
        Projection projection = call.projection(Schema.GROUP);
        return resource(call, group, projection).thenApply(resource -> call.answer(status, resource, projection));
    }

    private CompletionStage<ObjectNode> resource(ScimCall call, Group group, Projection projection) {
        return scan.count(call.slug(), Members.group(group.id()))
                .thenCompose(count -> !projection.has("members") || count.count() == 0
                        ? CompletableFuture.completedStage(resource(call, group, count))
                        : members.of(call, group.id(), UserScan.ROWS_LIMIT + 1).thenApply(found -> {
                            if (found.size() > UserScan.ROWS_LIMIT) {
                                throw tooManyMembers();
                            }
                            ObjectNode resource = resource(call, group, count);
                            resource.set("members", members(call, found));
                            return resource;
                        }));
    }

    private static RuntimeException tooManyMembers() {
        return ScimError.tooMany("There are more than " + UserScan.ROWS_LIMIT
                + " members: ask with excludedAttributes=members, and for the users with a filter by groups.value.");
    }

    private static ArrayNode members(ScimCall call, List<Members.Member> members) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        members.forEach(member -> {
            values.addObject()
                    .put("value", member.id().value())
                    .put("$ref", call.root() + "/Users/" + member.id().value())
                    .put("display", member.display())
                    .put("type", "User");
        });
        return values;
    }

    /** Without its members. */
    static ObjectNode resource(ScimCall call, Group group, UserCount members) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.putArray("schemas").add(Schema.GROUP.urn());
        resource.put("id", group.id());
        if (group.externalId() != null) {
            resource.put("externalId", group.externalId());
        }
        resource.put("displayName", group.displayName());
        Instant changed = members.lastChanged();
        Instant last = changed != null && changed.isAfter(group.updatedAt()) ? changed : group.updatedAt();
        resource.putObject("meta")
                .put("resourceType", "Group")
                .put("created", group.createdAt().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("lastModified", last.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("location", call.root() + "/Groups/" + group.id())
                .put("version", version(group, members));
        return resource;
    }

    /** Whoever joins is the youngest change of all, and who leaves is one less. */
    private static String version(Group group, UserCount members) {
        return ScimCall.version(String.join(" ", group.id(), group.displayName(), String.valueOf(group.externalId()))
                + " "
                + members.count()
                + " "
                + members.lastChanged());
    }

    private CompletionStage<Group> find(ScimCall call) {
        return entities.workspace(
                call.slug(), replyTo -> new GroupCommand.Get(call.slug(), call.id(), replyTo), Group.class);
    }
}

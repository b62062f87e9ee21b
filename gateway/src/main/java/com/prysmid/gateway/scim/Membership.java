package com.prysmid.gateway.scim;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Who is in a group: told to each of them by itself, some at a time. What broke off, or took longer than a caller waits, is sent
 * again: whoever was told already is told nothing new.
 */
final class Membership {
    /** At a time: enough for thousands in a second, few enough to leave others their turn. */
    private static final int AT_ONCE = 16;

    /** Less than the listener waits for a handler, 15 s. */
    private static final long PATIENCE_NANOS = 11_000_000_000L;

    private final Entities entities;
    private final UserScan scan;

    Membership(Entities entities) {
        this.entities = entities;
        this.scan = new UserScan(entities);
    }

    /** The members, in order of their creation, at most so many. */
    CompletionStage<List<UserRecord>> of(ScimCall call, String groupId, int limit) {
        List<UserRecord> members = new ArrayList<>();
        return scan.rows(call.slug(), group(groupId), 0, limit, members::add).thenApply(seen -> members);
    }

    static UserSearch group(String groupId) {
        return new UserSearch(UserSearch.Key.GROUP, groupId);
    }

    /** @throws HttpProblem in the stage: 400 where one who is to join is no user, 503 where there is more to do */
    CompletionStage<Void> join(ScimCall call, Group group, Set<String> users) {
        List<UserId> ids;
        try {
            ids = ids(users);
        } catch (HttpProblem nobody) {
            return CompletableFuture.failedStage(nobody);
        }
        return each(call, ids, Map.of(group.id(), group.displayName()), Set.of(), false, deadline());
    }

    CompletionStage<Void> leave(ScimCall call, String groupId, Set<String> users) {
        return each(call, ids(users), Map.of(), Set.of(groupId), true, deadline());
    }

    /** All members leave. */
    CompletionStage<Void> dissolve(ScimCall call, String groupId) {
        return all(call, groupId, member -> true, Map.of(), Set.of(groupId));
    }

    /** All members learn the name. */
    CompletionStage<Void> rename(ScimCall call, Group group) {
        return all(
                call,
                group.id(),
                member -> !group.displayName()
                        .equals(member.profile().more().provisioned().memberOf().get(group.id())),
                Map.of(group.id(), group.displayName()),
                Set.of());
    }

    private CompletionStage<Void> all(
            ScimCall call,
            String groupId,
            Predicate<UserRecord> concerned,
            Map<String, String> join,
            Set<String> leave) {
        Set<UserId> ids = new LinkedHashSet<>();
        long deadline = deadline();
        return scan.rows(call.slug(), group(groupId), 0, Integer.MAX_VALUE, member -> {
                    if (concerned.test(member)) {
                        ids.add(member.id());
                    }
                })
                .thenCompose(seen -> each(call, List.copyOf(ids), join, leave, true, deadline));
    }

    private CompletionStage<Void> each(
            ScimCall call,
            List<UserId> users,
            Map<String, String> join,
            Set<String> leave,
            boolean goneIsFine,
            long deadline) {
        if (users.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        if (System.nanoTime() - deadline > 0) {
            return CompletableFuture.failedStage(new HttpProblem(
                            503, "unavailable", "A part of the members was changed; send the same again for the rest.")
                    .with("Retry-After", "1"));
        }
        List<UserId> now = users.subList(0, Math.min(AT_ONCE, users.size()));
        CompletableFuture<?>[] changes = now.stream()
                .map(user -> change(call, user, join, leave, goneIsFine).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(changes)
                .thenCompose(
                        done -> each(call, users.subList(now.size(), users.size()), join, leave, goneIsFine, deadline));
    }

    private CompletionStage<Void> change(
            ScimCall call, UserId user, Map<String, String> join, Set<String> leave, boolean goneIsFine) {
        return entities.user(
                        call.slug(),
                        user,
                        replyTo -> new AccountCommand.ChangeMembership(
                                call.slug(), user, join, leave, call.act(), replyTo),
                        AccountCommand.User.class)
                .<Void>thenApply(done -> null)
                .exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                        .map(refused -> goneIsFine
                                ? CompletableFuture.<Void>completedStage(null)
                                : CompletableFuture.<Void>failedStage(noSuchUser()))
                        .orElseGet(() -> CompletableFuture.failedStage(thrown)));
    }

    /** A text that is nobody's id is nobody. */
    private static List<UserId> ids(Set<String> users) {
        return users.stream()
                .map(user -> UserId.parse(user).orElseThrow(Membership::noSuchUser))
                .toList();
    }

    private static HttpProblem noSuchUser() {
        return ScimError.invalidValue("A member is no user of this workspace.");
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE_NANOS;
    }
}

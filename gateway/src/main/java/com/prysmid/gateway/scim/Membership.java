package com.prysmid.gateway.scim;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a group: told to each of them by itself, some at a time. What broke off, or took longer than a caller waits, is sent
 * again: whoever was told already is told nothing new. Whoever the caller may not manage is passed over, and the caller told so
 * at the end.
 */
final class Membership {
    /** At a time: enough for thousands in a second, few enough to leave others their turn. */
    private static final int AT_ONCE = 16;

    /** In one request. */
    private static final int TOLD_LIMIT = 10_000;

    /** Less than the listener waits for a handler, 15 s. */
    private static final long PATIENCE_NANOS = 11_000_000_000L;

    /** Of which so long for looking whom there is to tell. */
    private static final long LOOKING_NANOS = 5_000_000_000L;

    private final Entities entities;
    private final UserScan scan;

    Membership(Entities entities) {
        this.entities = entities;
        this.scan = new UserScan(entities);
    }

    record Member(UserId id, String display) {
        private static Member of(UserRecord user) {
            String name = user.profile().name();
            return new Member(user.id(), name == null ? user.profile().username() : name);
        }
    }

    /** What each of some users is told. */
    private record Change(Map<String, String> join, Map<String, String> rename, Set<String> leave, boolean goneIsFine) {
        static Change join(Group group) {
            return new Change(Map.of(group.id(), group.displayName()), Map.of(), Set.of(), false);
        }

        static Change rename(Group group) {
            return new Change(Map.of(), Map.of(group.id(), group.displayName()), Set.of(), true);
        }

        static Change leave(String groupId) {
            return new Change(Map.of(), Map.of(), Set.of(groupId), true);
        }
    }

    /** What is looked at after each few who were told; null for nothing. */
    private interface Check extends Function<List<UserId>, CompletionStage<Void>> {}

    /** The members, in order of their creation, at most so many. */
    CompletionStage<List<Member>> of(ScimCall call, String groupId, int limit) {
        return found(call, groupId, limit, member -> true, Member::of).thenApply(found -> {
            if (!found.whole() && found.items().size() < limit) {
                throw tooSlow();
            }
            return found.items();
        });
    }

    /** The ids of all members, of a group that has no more than are changed at a time; else refused. */
    CompletionStage<Set<String>> ids(ScimCall call, String groupId) {
        return found(
                        call,
                        groupId,
                        GroupChange.MEMBERS_LIMIT + 1,
                        member -> true,
                        member -> member.id().value())
                .thenApply(found -> {
                    if (found.items().size() > GroupChange.MEMBERS_LIMIT) {
                        throw GroupChange.tooMany();
                    }
                    if (!found.whole()) {
                        throw tooSlow();
                    }
                    return Set.copyOf(found.items());
                });
    }

    static UserSearch group(String groupId) {
        return new UserSearch(UserSearch.Key.GROUP, groupId);
    }

    /**
     * @throws HttpProblem in the stage: 400 where one who is to join is no user, 403 where one is above the caller, 409 where the
     *                     group is being deleted, 503 where there is more to do
     */
    CompletionStage<Void> join(ScimCall call, Group group, Set<String> users) {
        List<UserId> ids;
        try {
            ids = ids(users);
        } catch (HttpProblem nobody) {
            return CompletableFuture.failedStage(nobody);
        }
        return each(call, ids, Change.join(group), joined -> confirm(call, group, joined), false, deadline());
    }

    CompletionStage<Void> leave(ScimCall call, String groupId, Set<String> users) {
        return each(call, ids(users), Change.leave(groupId), null, false, deadline());
    }

    /** All members leave, of a group that nobody joins any more. */
    CompletionStage<Void> dissolve(ScimCall call, String groupId) {
        return all(call, groupId, member -> true, Change.leave(groupId));
    }

    /** All members learn the name. */
    CompletionStage<Void> rename(ScimCall call, Group group) {
        return all(
                call,
                group.id(),
                member -> !group.displayName()
                        .equals(member.profile().more().provisioned().memberOf().get(group.id())),
                Change.rename(group));
    }

    /**
     * Who joins while the group is deleted, or renamed, may come too late for those who tell all members: so after joining one looks
     * what became of it.
     */
    private CompletionStage<Void> confirm(ScimCall call, Group group, List<UserId> joined) {
        return entities.workspace(
                        call.slug(), replyTo -> new GroupCommand.Get(call.slug(), group.id(), replyTo), Group.class)
                .thenApply(Optional::of)
                .exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.NOT_FOUND)
                        .map(gone -> CompletableFuture.completedStage(Optional.<Group>empty()))
                        .orElseGet(() -> CompletableFuture.failedStage(thrown)))
                .thenCompose(now -> {
                    if (now.filter(there -> !there.deleting()).isEmpty()) {
                        return each(call, joined, Change.leave(group.id()), null, false, deadline())
                                .thenCompose(left -> CompletableFuture.failedStage(beingDeleted()));
                    }
                    return now.get().displayName().equals(group.displayName())
                            ? CompletableFuture.completedStage(null)
                            : each(call, joined, Change.rename(now.get()), null, false, deadline());
                });
    }

    private CompletionStage<Void> all(ScimCall call, String groupId, Predicate<UserRecord> concerned, Change change) {
        long deadline = deadline();
        return found(call, groupId, TOLD_LIMIT, concerned, UserRecord::id)
                .thenCompose(found -> each(
                                call, List.copyOf(new LinkedHashSet<>(found.items())), change, null, false, deadline)
                        .thenCompose(done -> found.whole()
                                ? CompletableFuture.<Void>completedStage(null)
                                : CompletableFuture.<Void>failedStage(unfinished())));
    }

    /** @param whole whether these are all that there are */
    private record Found<T>(List<T> items, boolean whole) {}

    private <T> CompletionStage<Found<T>> found(
            ScimCall call, String groupId, int limit, Predicate<UserRecord> concerned, Function<UserRecord, T> part) {
        List<T> items = new ArrayList<>();
        long until = System.nanoTime() + LOOKING_NANOS;
        return scan.rows(
                        call.slug(),
                        group(groupId),
                        () -> items.size() >= limit || System.nanoTime() - until > 0,
                        member -> {
                            if (items.size() < limit && concerned.test(member)) {
                                items.add(part.apply(member));
                            }
                        })
                .thenApply(whole -> new Found<>(items, whole && items.size() < limit));
    }

    /** @param passedOver whether there was one already who is above the caller */
    private CompletionStage<Void> each(
            ScimCall call,
            List<UserId> users,
            Change change,
            @Nullable Check check,
            boolean passedOver,
            long deadline) {
        if (users.isEmpty()) {
            return passedOver
                    ? CompletableFuture.failedStage(ScimUsers.aboveTheCaller())
                    : CompletableFuture.completedStage(null);
        }
        if (System.nanoTime() - deadline > 0) {
            return CompletableFuture.failedStage(unfinished());
        }
        List<UserId> now = users.subList(0, Math.min(AT_ONCE, users.size()));
        List<CompletableFuture<Boolean>> told = now.stream()
                .map(user -> tell(call, user, change).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(told.toArray(CompletableFuture<?>[]::new))
                .handle((done, thrown) -> Optional.ofNullable(thrown))
                // Also where one of them failed: the others have joined.
                .thenCompose(thrown -> (check == null ? CompletableFuture.<Void>completedStage(null) : check.apply(now))
                        .thenCompose(done -> thrown.isPresent()
                                ? CompletableFuture.<Void>failedStage(thrown.get())
                                : each(
                                        call,
                                        users.subList(now.size(), users.size()),
                                        change,
                                        check,
                                        passedOver || told.stream().anyMatch(one -> !one.join()),
                                        deadline)));
    }

    /** Whether the user is the caller's to manage, and so was told. */
    private CompletionStage<Boolean> tell(ScimCall call, UserId user, Change change) {
        return entities.user(
                        call.slug(),
                        user,
                        replyTo -> new AccountCommand.ChangeMembership(
                                call.slug(),
                                user,
                                change.join(),
                                change.rename(),
                                change.leave(),
                                managed(call),
                                call.act(),
                                replyTo),
                        AccountCommand.User.class)
                .thenApply(done -> true)
                .exceptionallyCompose(thrown -> switch (RefusedException.in(thrown)
                        .map(Refused::reason)
                        .orElse(Refused.Reason.OVERLOADED)) {
                    case FORBIDDEN -> CompletableFuture.completedStage(false);
                    case NOT_FOUND ->
                        change.goneIsFine()
                                ? CompletableFuture.completedStage(true)
                                : CompletableFuture.failedStage(noSuchUser());
                    default -> CompletableFuture.failedStage(thrown);
                });
    }

    private static Set<AdminRole> managed(ScimCall call) {
        return Arrays.stream(AdminRole.values())
                .filter(role -> call.caller().outranks(List.of(role.key())))
                .collect(Collectors.toUnmodifiableSet());
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

    private static HttpProblem beingDeleted() {
        return new HttpProblem(409, "being_deleted", "This group is being deleted.");
    }

    private static HttpProblem unfinished() {
        return again("A part of the members was changed; send the same again for the rest.");
    }

    private static HttpProblem tooSlow() {
        return again("The members could not be looked through in time.");
    }

    private static HttpProblem again(String detail) {
        return new HttpProblem(503, "unavailable", detail).with("Retry-After", "1");
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE_NANOS;
    }
}

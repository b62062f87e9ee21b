package com.prysmid.gateway.scim;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserId;
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
 * Joining, leaving, learning a name: told to each user by itself, some at a time. All of them are asked first whether it may be
 * ({@code may…}), so that a request to which one says no changes nothing. What broke off afterwards, or took longer than a
 * caller waits, is sent again: whoever was told already is told nothing new. Who came to be above the caller between the asking
 * and the telling is passed over, and the caller told so at the end.
 */
final class Membership {
    /** At a time: enough for thousands in a second, few enough to leave others their turn. */
    private static final int AT_ONCE = 16;

    /** In one request. */
    private static final int TOLD_LIMIT = 10_000;

    /** Since the request came: less than the listener waits for a handler, 15 s. */
    private static final long PATIENCE_NANOS = 11_000_000_000L;

    /** Since the request came: after it there is still time to tell whoever was asked. */
    private static final long ASKING_NANOS = 6_000_000_000L;

    private final Entities entities;
    private final Members members;

    Membership(Entities entities) {
        this.entities = entities;
        this.members = new Members(entities);
    }

    /**
     * What each of some users is told.
     *
     * @param trial asked, and not told
     */
    private record Change(
            Map<String, String> join,
            Map<String, String> rename,
            Set<String> leave,
            boolean goneIsFine,
            boolean trial) {
        static Change join(String groupId, String displayName) {
            return new Change(Map.of(groupId, displayName), Map.of(), Set.of(), false, false);
        }

        static Change rename(String groupId, String displayName) {
            return new Change(Map.of(), Map.of(groupId, displayName), Set.of(), true, false);
        }

        static Change leave(String groupId) {
            return new Change(Map.of(), Map.of(), Set.of(groupId), true, false);
        }

        Change tried() {
            return new Change(join, rename, leave, goneIsFine, true);
        }
    }

    /** What is looked at after each few who were told; null for nothing. */
    private interface Check extends Function<List<UserId>, CompletionStage<Void>> {}

    /**
     * Whether all of them may {@link #join}.
     *
     * @throws HttpProblem in the stage: 400 where one is no user or would be in too many groups, 403 where one is above the
     *                     caller, 503 where it could not be found out in time; likewise from the others
     */
    CompletionStage<Void> mayJoin(ScimCall call, String groupId, String displayName, Set<String> users) {
        return ask(call, users, Change.join(groupId, displayName));
    }

    CompletionStage<Void> mayLeave(ScimCall call, String groupId, Set<String> users) {
        return ask(call, users, Change.leave(groupId));
    }

    /** Whether all members may {@link #dissolve}. Refused where they are too many to be asked. */
    CompletionStage<Void> mayDissolve(ScimCall call, String groupId) {
        return askAll(call, groupId, member -> true, Change.leave(groupId));
    }

    /** Whether all members may learn this name. Refused where they are too many to be asked. */
    CompletionStage<Void> mayRename(ScimCall call, String groupId, String displayName) {
        return askAll(call, groupId, hasOtherName(groupId, displayName), Change.rename(groupId, displayName));
    }

    private CompletionStage<Void> ask(ScimCall call, Set<String> users, Change change) {
        List<UserId> ids;
        try {
            ids = ids(users);
        } catch (HttpProblem nobody) {
            return CompletableFuture.failedStage(nobody);
        }
        return each(call, ids, change.tried(), null, false);
    }

    private CompletionStage<Void> askAll(
            ScimCall call, String groupId, Predicate<UserRecord> concerned, Change change) {
        // Nobody is above this caller, and a group of any size is theirs.
        return managed(call).size() == AdminRole.values().length
                ? CompletableFuture.completedStage(null)
                : members.all(call, groupId, concerned, UserRecord::id)
                        .thenCompose(ids -> each(call, ids, change.tried(), null, false));
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
        return each(
                call, ids, Change.join(group.id(), group.displayName()), joined -> confirm(call, group, joined), false);
    }

    CompletionStage<Void> leave(ScimCall call, String groupId, Set<String> users) {
        return each(call, ids(users), Change.leave(groupId), null, false);
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
                hasOtherName(group.id(), group.displayName()),
                Change.rename(group.id(), group.displayName()));
    }

    private static Predicate<UserRecord> hasOtherName(String groupId, String displayName) {
        return member -> !displayName.equals(
                member.profile().more().provisioned().memberOf().get(groupId));
    }

    /**
     * Who joins while the group is deleted, or renamed, may come too late for those who tell all members: so after joining one looks
     * what became of it. However late it is: nobody would do it afterwards.
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
                        return each(call.anew(), joined, Change.leave(group.id()), null, false)
                                .thenCompose(left -> CompletableFuture.failedStage(beingDeleted()));
                    }
                    String name = now.get().displayName();
                    return name.equals(group.displayName())
                            ? CompletableFuture.completedStage(null)
                            : each(call.anew(), joined, Change.rename(group.id(), name), null, false);
                });
    }

    private CompletionStage<Void> all(ScimCall call, String groupId, Predicate<UserRecord> concerned, Change change) {
        return members.found(call, groupId, TOLD_LIMIT, concerned, UserRecord::id)
                .thenCompose(found -> each(call, List.copyOf(new LinkedHashSet<>(found.items())), change, null, false)
                        .thenCompose(done -> found.whole()
                                ? CompletableFuture.<Void>completedStage(null)
                                : CompletableFuture.<Void>failedStage(unfinished())));
    }

    /** @param passedOver whether there was one already who is above the caller */
    private CompletionStage<Void> each(
            ScimCall call, List<UserId> users, Change change, @Nullable Check check, boolean passedOver) {
        if (users.isEmpty() || (change.trial() && passedOver)) {
            return passedOver
                    ? CompletableFuture.failedStage(ScimUsers.aboveTheCaller())
                    : CompletableFuture.completedStage(null);
        }
        if (call.isOlderThan(change.trial() ? ASKING_NANOS : PATIENCE_NANOS)) {
            return CompletableFuture.failedStage(change.trial() ? Members.tooSlow() : unfinished());
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
                                        passedOver || told.stream().anyMatch(one -> !one.join()))));
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
                                change.trial(),
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
        return Members.again("A part of the members was changed; send the same again for the rest.");
    }
}

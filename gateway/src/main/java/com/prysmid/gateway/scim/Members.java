package com.prysmid.gateway.scim;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who is in a group, as the directory tells: looked through with a deadline, since a group may be of any size. */
final class Members {
    /** Of what a request may take, so long for looking whom there is. */
    private static final long LOOKING_NANOS = 5_000_000_000L;

    private final UserScan scan;

    Members(Entities entities) {
        this.scan = new UserScan(entities);
    }

    record Member(UserId id, String display) {
        private static Member of(UserRecord user) {
            String name = user.profile().name();
            return new Member(user.id(), name == null ? user.profile().username() : name);
        }
    }

    /** @param whole whether these are all that there are */
    record Found<T>(List<T> items, boolean whole) {}

    static UserSearch group(String groupId) {
        return new UserSearch(UserSearch.Key.GROUP, groupId);
    }

    /** In order of their creation, at most so many. */
    CompletionStage<List<Member>> of(ScimCall call, String groupId, int limit) {
        return found(call, groupId, limit, member -> true, Member::of).thenApply(found -> {
            if (!found.whole() && found.items().size() < limit) {
                throw tooSlow();
            }
            return found.items();
        });
    }

    /** The ids of all, of a group that has no more than are changed at a time; else refused. */
    CompletionStage<Set<String>> ids(ScimCall call, String groupId) {
        return all(call, groupId, member -> true, member -> member.id().value()).thenApply(Set::copyOf);
    }

    /** Of all members whom it concerns, if they are no more than are changed at a time; else refused. */
    <T> CompletionStage<List<T>> all(
            ScimCall call, String groupId, Predicate<UserRecord> concerned, Function<UserRecord, T> part) {
        return found(call, groupId, GroupChange.MEMBERS_LIMIT + 1, concerned, part)
                .thenApply(found -> {
                    if (found.items().size() > GroupChange.MEMBERS_LIMIT) {
                        throw GroupChange.tooMany();
                    }
                    if (!found.whole()) {
                        throw tooSlow();
                    }
                    return found.items();
                });
    }

    /** @param part what is kept of each, so that a large group is not held whole */
    <T> CompletionStage<Found<T>> found(
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

    static HttpProblem tooSlow() {
        return again("The members could not be looked through in time.");
    }

    /** 503: nothing is wrong with the request. */
    static HttpProblem again(String detail) {
        return new HttpProblem(503, "unavailable", detail).with("Retry-After", "1");
    }
}

package com.prysmid.gateway.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecord;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecords;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.Slug;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users as the directory keeps them, page after page. */
final class UserScan {
    /** For one answer: what is not narrowed down further than this is not searched. */
    static final int ROWS_LIMIT = 10_000;

    private static final int ROWS = 200;

    private final Entities entities;

    UserScan(Entities entities) {
        this.entities = entities;
    }

    /** A part of a list of whole resources. */
    record Page(long total, List<ObjectNode> items) {}

    CompletionStage<Page> page(ScimCall call, ListQuery query) {
        Filter filter = query.filter();
        if (filter == null) {
            return count(call.slug(), UserSearch.ANY).thenCompose(count -> {
                List<ObjectNode> items = new ArrayList<>();
                return rows(
                                call.slug(),
                                UserSearch.ANY,
                                query.startIndex() - 1,
                                query.count(),
                                row -> items.add(resource(call, row)))
                        .thenApply(seen -> new Page(count.count(), items));
            });
        }
        List<ObjectNode> items = new ArrayList<>();
        int[] total = {0};
        return rows(call.slug(), Narrowing.of(filter), 0, ROWS_LIMIT + 1, row -> {
                    ObjectNode user = resource(call, row);
                    if (filter.matches(user)) {
                        total[0]++;
                        if (total[0] >= query.startIndex() && items.size() < query.count()) {
                            items.add(user);
                        }
                    }
                })
                .thenApply(seen -> {
                    if (seen > ROWS_LIMIT) {
                        throw ScimError.tooMany("The filter would have more than " + ROWS_LIMIT
                                + " users looked at; add a condition that narrows it down.");
                    }
                    return new Page(total[0], items);
                });
    }

    CompletionStage<UserCount> count(Slug slug, UserSearch search) {
        return entities.workspace(
                slug, replyTo -> new DirectoryCommand.CountUsers(slug, search, replyTo), UserCount.class);
    }

    /**
     * Each of the rows, at most so many → how many there were.
     *
     * @param offset so many are passed over first
     */
    CompletionStage<Integer> rows(Slug slug, UserSearch search, int offset, int limit, Consumer<UserRecord> each) {
        return limit == 0 ? CompletableFuture.completedStage(0) : rows(slug, search, null, offset, limit, 0, each);
    }

    /** Each of the rows until it is enough, which is asked after each page → whether it was all of them. */
    CompletionStage<Boolean> rows(Slug slug, UserSearch search, BooleanSupplier enough, Consumer<UserRecord> each) {
        return rows(slug, search, (String) null, enough, each);
    }

    private CompletionStage<Boolean> rows(
            Slug slug, UserSearch search, @Nullable String cursor, BooleanSupplier enough, Consumer<UserRecord> each) {
        return entities.workspace(
                        slug,
                        replyTo -> new DirectoryCommand.FindUsers(slug, search, cursor, 0, ROWS, replyTo),
                        UserRecords.class)
                .thenCompose(page -> {
                    page.items().forEach(each);
                    return page.nextCursor() == null || enough.getAsBoolean()
                            ? CompletableFuture.completedStage(page.nextCursor() == null)
                            : rows(slug, search, page.nextCursor(), enough, each);
                });
    }

    private CompletionStage<Integer> rows(
            Slug slug,
            UserSearch search,
            @Nullable String cursor,
            int offset,
            int left,
            int seen,
            Consumer<UserRecord> each) {
        return entities.workspace(
                        slug,
                        replyTo -> new DirectoryCommand.FindUsers(
                                slug, search, cursor, offset, Math.min(ROWS, left), replyTo),
                        UserRecords.class)
                .thenCompose(page -> {
                    page.items().forEach(each);
                    int after = seen + page.items().size();
                    int rest = left - page.items().size();
                    return page.nextCursor() == null || rest <= 0
                            ? CompletableFuture.completedStage(after)
                            : rows(slug, search, page.nextCursor(), 0, rest, after, each);
                });
    }

    private static ObjectNode resource(ScimCall call, UserRecord row) {
        return ScimUsers.resource(call.root(), row.id(), row.profile(), row.state(), row.createdAt(), row.updatedAt());
    }
}

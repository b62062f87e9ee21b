package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.AuditCommand.AuditPage;
import com.prysmid.tenant.protocol.Slug;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's audit journal from the newest entry to the oldest, page by page: each is asked for once the reader has taken the one
 * before, so that no journal is too long. Thread-safe.
 */
public final class AuditPages {
    private static final int PAGE = 200;

    private final Entities entities;

    public AuditPages(Entities entities) {
        this.entities = entities;
    }

    /** Read before anything is answered, so that a refusal is still told by the status. */
    public CompletionStage<AuditPage> first(Slug slug, AuditFilter filter) {
        return page(slug, filter, null);
    }

    /** The first page and all that follow. One that fails breaks the transfer off. */
    public Source<AuditPage, NotUsed> from(Slug slug, AuditFilter filter, AuditPage first) {
        return Source.unfoldAsync(
                Optional.of(first),
                current -> current.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : following(slug, filter, current.get())
                                .thenApply(next -> Optional.of(Pair.create(next, current.get()))));
    }

    private CompletionStage<Optional<AuditPage>> following(Slug slug, AuditFilter filter, AuditPage page) {
        String cursor = page.nextCursor();
        return cursor == null
                ? CompletableFuture.completedStage(Optional.empty())
                : page(slug, filter, cursor).thenApply(Optional::of);
    }

    private CompletionStage<AuditPage> page(Slug slug, AuditFilter filter, @Nullable String cursor) {
        return entities.workspace(
                slug, replyTo -> new AuditCommand.Search(slug, filter, cursor, PAGE, replyTo), AuditPage.class);
    }
}

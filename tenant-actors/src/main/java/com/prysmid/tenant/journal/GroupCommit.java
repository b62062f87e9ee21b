package com.prysmid.tenant.journal;

import com.prysmid.tenant.protocol.Slug;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * While one transaction of a workspace is in flight, its further writes queue and share the next. A group that fails is tried
 * again write by write, so that one poison write fails alone. A workspace without writes takes no memory. Thread-safe.
 */
final class GroupCommit {
    private record Pending(JournalWrite write, CompletableFuture<Void> done) {}

    private final TenantStore store;
    private final JournalWriter writer;
    private final int groupSize;
    private final int queueSize;
    /** Lanes of workspaces with a transaction in flight; guarded by this. */
    private final Map<Slug, Queue<Pending>> lanes = new HashMap<>();

    GroupCommit(TenantStore store, JournalWriter writer, int groupSize, int queueSize) {
        this.store = store;
        this.writer = writer;
        this.groupSize = groupSize;
        this.queueSize = queueSize;
    }

    /** Done when it is durable; fails with what the database said, and then nothing of it is written. */
    CompletionStage<Void> submit(Slug slug, JournalWrite write) {
        Pending pending = new Pending(write, new CompletableFuture<>());
        boolean first;
        synchronized (this) {
            Queue<Pending> lane = lanes.get(slug);
            first = lane == null;
            if (first) {
                lanes.put(slug, new ArrayDeque<>());
            } else if (lane.size() >= queueSize) {
                pending.done().completeExceptionally(new RejectedExecutionException("too many writes are waiting"));
            } else {
                lane.add(pending);
            }
        }
        if (first) {
            start(slug, List.of(pending));
        }
        return pending.done();
    }

    private void start(Slug slug, List<Pending> group) {
        try {
            store.threads().execute(() -> {
                commit(slug, group);
                next(slug);
            });
        } catch (RejectedExecutionException e) {
            // The store is closing: whoever waits is told, and nothing was written.
            group.forEach(pending -> pending.done().completeExceptionally(e));
            next(slug);
        }
    }

    private void next(Slug slug) {
        List<Pending> group = new ArrayList<>();
        synchronized (this) {
            Queue<Pending> lane = lanes.get(slug);
            for (Pending pending = lane.poll(); pending != null; pending = lane.poll()) {
                group.add(pending);
                if (group.size() == groupSize) {
                    break;
                }
            }
            if (group.isEmpty()) {
                lanes.remove(slug);
                return;
            }
        }
        start(slug, group);
    }

    private void commit(Slug slug, List<Pending> group) {
        try {
            write(slug, group);
            group.forEach(pending -> pending.done().complete(null));
        } catch (SQLException | RuntimeException failure) {
            if (group.size() == 1) {
                group.getFirst().done().completeExceptionally(failure(failure));
            } else {
                group.forEach(pending -> commit(slug, List.of(pending)));
            }
        }
    }

    private void write(Slug slug, List<Pending> group) throws SQLException {
        store.inWorkspaceBlocking(slug, connection -> {
            writer.write(connection, group.stream().map(Pending::write).toList());
            return null;
        });
    }

    private static Throwable failure(Exception failure) {
        return failure instanceof SQLException sql ? new JournalFailure(sql) : failure;
    }
}

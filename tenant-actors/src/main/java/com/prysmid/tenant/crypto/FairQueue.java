package com.prysmid.tenant.crypto;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Work waiting for a thread: one first-in-first-out queue per workspace, and workspaces take turns in rounds, one job each. Whoever
 * comes and has had nothing in the running round is served in it, before everyone who has: a newcomer's job is the next to be taken,
 * whatever waits elsewhere, and a second of its own waits for the next round. Bounded per workspace and in total; a workspace with
 * nothing waiting takes no memory. When the total is reached, an arrival displaces the newest job of the workspace that has most
 * waiting, so one workspace's flood cannot lock the others out.
 *
 * <p>There are two kinds of takers: prompt ones leave alone what a workspace with a backlog sends, and patient ones take anything,
 * but what a prompt one is free to take. Thread-safe.
 */
final class FairQueue<T> {

    /** What became of an offered job. */
    sealed interface Offer<T> {

        record Accepted<T>() implements Offer<T> {}

        /** Accepted at the expense of another workspace's job, which is no longer in the queue. */
        record Displacing<T>(T displaced) implements Offer<T> {}

        record Refused<T>() implements Offer<T> {}
    }

    /** A workspace that has more waiting than so many has a backlog. Two people may press the button in the same instant. */
    private static final int BACKLOG = 2;

    private final int mostPerWorkspace;
    private final int mostInTotal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, ArrayDeque<T>> waiting = new HashMap<>();
    /** Workspaces with something waiting that have yet to be served in this round, in turn. */
    private final ArrayDeque<String> turns = new ArrayDeque<>();
    /** Those with something waiting that had their job of this round. */
    private final ArrayDeque<String> nextRound = new ArrayDeque<>();
    /** All that had their job of this round, with something waiting or not. */
    private final Set<String> served = new HashSet<>();

    private int size;
    private int idlePromptTakers;
    private boolean closed;

    FairQueue(int mostPerWorkspace, int mostInTotal) {
        this.mostPerWorkspace = mostPerWorkspace;
        this.mostInTotal = mostInTotal;
    }

    Offer<T> offer(String slug, T job) {
        lock.lock();
        try {
            ArrayDeque<T> own = waiting.get(slug);
            int ownSize = own == null ? 0 : own.size();
            if (closed || ownSize >= mostPerWorkspace) {
                return new Offer.Refused<>();
            }
            Optional<T> displaced = Optional.empty();
            if (size >= mostInTotal) {
                displaced = displaceForOneOf(ownSize);
                if (displaced.isEmpty()) {
                    return new Offer.Refused<>();
                }
            }
            if (own == null) {
                own = new ArrayDeque<>(4);
                waiting.put(slug, own);
                (served.contains(slug) ? nextRound : turns).addLast(slug);
            }
            own.addLast(job);
            size++;
            changed.signalAll();
            return displaced.<Offer<T>>map(Offer.Displacing::new).orElseGet(Offer.Accepted::new);
        } finally {
            lock.unlock();
        }
    }

    /** Only a workspace that stays ahead of the newcomer even after giving up a job has one taken, so nobody's queue empties here. */
    private Optional<T> displaceForOneOf(int newcomersSize) {
        Deque<T> longest = new ArrayDeque<>();
        for (ArrayDeque<T> queue : waiting.values()) {
            if (queue.size() > longest.size()) {
                longest = queue;
            }
        }
        if (longest.size() <= newcomersSize + 1) {
            return Optional.empty();
        }
        size--;
        return Optional.of(longest.removeLast());
    }

    /** The next job in turn for a patient taker; waits for one; empty once the queue is closed. */
    Optional<T> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<T> job = next(slug -> idlePromptTakers == 0 || hasBacklog(slug));
            while (job.isEmpty() && !closed) {
                changed.await();
                job = next(slug -> idlePromptTakers == 0 || hasBacklog(slug));
            }
            // What is left of that workspace may be a backlog no more, and so a prompt one's.
            changed.signalAll();
            return job;
        } finally {
            lock.unlock();
        }
    }

    /** The next job in turn of a workspace without a backlog; waits for one; empty once the queue is closed. */
    Optional<T> takePromptly() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<T> job = next(slug -> !hasBacklog(slug));
            while (job.isEmpty() && !closed) {
                idlePromptTakers++;
                try {
                    changed.await();
                } finally {
                    idlePromptTakers--;
                }
                job = next(slug -> !hasBacklog(slug));
            }
            // With one prompt taker less, what is left may have become a patient one's.
            changed.signalAll();
            return job;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasBacklog(String slug) {
        return waiting.get(slug).size() > BACKLOG;
    }

    /** Takes the first of those in turn that will do, of this round before the next. */
    private Optional<T> next(Predicate<String> willDo) {
        if (turns.isEmpty()) {
            turns.addAll(nextRound);
            nextRound.clear();
            served.clear();
        }
        Optional<String> slug =
                Stream.concat(turns.stream(), nextRound.stream()).filter(willDo).findFirst();
        slug.ifPresent(found -> {
            if (!turns.remove(found)) {
                nextRound.remove(found);
            }
        });
        return slug.map(this::takeOf);
    }

    private T takeOf(String slug) {
        ArrayDeque<T> queue = waiting.get(slug);
        T job = queue.removeFirst();
        size--;
        if (queue.isEmpty()) {
            waiting.remove(slug);
        } else {
            nextRound.addLast(slug);
        }
        if (size == 0) {
            // Nobody waits, so the round is over; and the set of those served does not grow while there is little to
            // do.
            served.clear();
        }
        served.add(slug);
        return job;
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** How many workspaces have something waiting. */
    int workspaces() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses everything from now on, wakes every taker, and hands back what was waiting. */
    List<T> close() {
        lock.lock();
        try {
            closed = true;
            List<T> left = new ArrayList<>(size);
            waiting.values().forEach(left::addAll);
            waiting.clear();
            turns.clear();
            nextRound.clear();
            served.clear();
            size = 0;
            changed.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }
}

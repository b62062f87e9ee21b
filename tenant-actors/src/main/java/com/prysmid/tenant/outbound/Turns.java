package com.prysmid.tenant.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may call now. Each workspace has a few calls at once and a few that wait; when a place gets free, workspaces that wait take
 * turns. Thread-safe; a workspace with nothing under way takes no memory.
 */
public final class Turns {
    private final int atOnce;
    private final int atOncePerWorkspace;
    private final int waitingPerWorkspace;
    /** In the order of turns. */
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    private int running;

    private static final class Lane {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    public Turns(int atOnce, int atOncePerWorkspace, int waitingPerWorkspace) {
        this.atOnce = atOnce;
        this.atOncePerWorkspace = atOncePerWorkspace;
        this.waitingPerWorkspace = waitingPerWorkspace;
    }

    /**
     * Starts it now or when its turn comes, on the thread that makes room: it only hands the work on. Whoever was started
     * {@linkplain #leave leaves} exactly once.
     *
     * @return false where too many wait already; then it never starts
     */
    public boolean enter(String workspace, Runnable start) {
        synchronized (this) {
            Lane lane = lanes.computeIfAbsent(workspace, none -> new Lane());
            if (running >= atOnce || lane.running >= atOncePerWorkspace) {
                boolean room = lane.waiting.size() < waitingPerWorkspace;
                if (room) {
                    lane.waiting.addLast(start);
                }
                return room;
            }
            lane.running++;
            running++;
        }
        start.run();
        return true;
    }

    public void leave(String workspace) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            Lane lane = lanes.get(workspace);
            if (lane == null || lane.running == 0) {
                throw new IllegalStateException("nobody of this workspace is under way");
            }
            lane.running--;
            running--;
            if (lane.running == 0 && lane.waiting.isEmpty()) {
                lanes.remove(workspace);
            }
            while (running < atOnce && admitOne(next)) {
                running++;
            }
        }
        next.forEach(Runnable::run);
    }

    private boolean admitOne(List<Runnable> admitted) {
        Iterator<Map.Entry<String, Lane>> inTurn = lanes.entrySet().iterator();
        while (inTurn.hasNext()) {
            Map.Entry<String, Lane> entry = inTurn.next();
            Lane lane = entry.getValue();
            if (!lane.waiting.isEmpty() && lane.running < atOncePerWorkspace) {
                admitted.add(lane.waiting.removeFirst());
                lane.running++;
                inTurn.remove();
                lanes.put(entry.getKey(), lane);
                return true;
            }
        }
        return false;
    }

    synchronized int workspaces() {
        return lanes.size();
    }
}

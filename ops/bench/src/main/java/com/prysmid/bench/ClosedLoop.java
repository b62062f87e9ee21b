package com.prysmid.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** A few connections, each sending the next request when the last one is answered. */
final class ClosedLoop {
    private final RunningInstance instance;
    private final int connections;

    ClosedLoop(RunningInstance instance, int connections) {
        this.instance = instance;
        this.connections = connections;
    }

    Measurement run(Operation operation, Duration duration) throws IOException, InterruptedException {
        ConcurrentHistogram latency = new ConcurrentHistogram(3);
        AtomicLong errors = new AtomicLong();
        ConcurrentLinkedQueue<Exception> broken = new ConcurrentLinkedQueue<>();
        List<Connection> open = new ArrayList<>();
        List<Operation.Step> steps = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                Connection connection = new Connection(
                        instance.tls(), instance.workspaceHost(Workspace.slug()), instance.workspacePort());
                open.add(connection);
                steps.add(operation.starter().start(connection, i));
            }
            double node = ProcessCpu.millis(instance.nodePid());
            double postgres = ProcessCpu.millisWithChildren(instance.postgresPid());
            long begin = System.nanoTime();
            long end = begin + duration.toNanos();
            List<Thread> threads = steps.stream()
                    .map(step -> Thread.ofPlatform().start(() -> repeat(step, end, latency, errors, broken)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (!broken.isEmpty()) {
                throw new IOException(operation.name() + " broke off", broken.peek());
            }
            double count = Math.max(latency.getTotalCount(), 1);
            return new Measurement(
                    count / seconds,
                    latency.getValueAtPercentile(50) / 1e6,
                    latency.getValueAtPercentile(99) / 1e6,
                    (ProcessCpu.millis(instance.nodePid()) - node) / count,
                    (ProcessCpu.millisWithChildren(instance.postgresPid()) - postgres) / count,
                    errors.get());
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private static void repeat(
            Operation.Step step,
            long end,
            ConcurrentHistogram latency,
            AtomicLong errors,
            ConcurrentLinkedQueue<Exception> broken) {
        try {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                if (!step.run()) {
                    errors.incrementAndGet();
                }
                latency.recordValue(System.nanoTime() - start);
            }
        } catch (IOException | RuntimeException e) {
            broken.add(e);
        }
    }
}

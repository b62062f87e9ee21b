package com.prysmid.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** A few connections to one workspace, each sending the next request when the last one is answered and a pause is over. */
final class ClosedLoop {
    private final RunningInstance instance;
    private final String slug;
    private final int connections;
    private final Duration pause;

    ClosedLoop(RunningInstance instance, String slug, int connections, Duration pause) {
        this.instance = instance;
        this.slug = slug;
        this.connections = connections;
        this.pause = pause;
    }

    Measurement run(Operation operation, Duration duration) throws IOException, InterruptedException {
        ConcurrentHistogram latency = new ConcurrentHistogram(3);
        AtomicLong errors = new AtomicLong();
        ConcurrentLinkedQueue<Exception> broken = new ConcurrentLinkedQueue<>();
        List<Connection> open = new ArrayList<>();
        List<Operation.Step> steps = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                Connection connection =
                        new Connection(instance.tls(), instance.workspaceHost(slug), instance.workspacePort());
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

    private void repeat(
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
                if (!pause.isZero()) {
                    Thread.sleep(pause);
                }
            }
        } catch (IOException | RuntimeException | InterruptedException e) {
            broken.add(e);
        }
    }
}

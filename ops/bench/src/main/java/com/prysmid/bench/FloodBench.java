package com.prysmid.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one workspace's people and apps notice of a flood of wrong passwords on another workspace of the same node: latencies on a
 * single connection at a low rate, first quiet, then flooded.
 */
final class FloodBench {
    private static final List<String> OPERATIONS =
            List.of("password sign-in", "client_credentials", "jwks", "userinfo");

    /** All of a sign-in but the hash gets hot by these, and much sooner. */
    private static final String WARMS_SIGN_IN = "sign-in, hash of cost 4";

    private static final int WARM_UP_CONNECTIONS = 4;

    /** A sign-in is slow: so many times as long, for enough of them to speak of a p99. */
    private static final int LONGER_FOR_SIGN_IN = 3;

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration CALIBRATION = Duration.ofSeconds(4);

    /** Until the queue is full and the flood's own code is hot. */
    private static final Duration RISING = Duration.ofSeconds(8);

    private final RunningInstance instance;
    private final Workspace workspace;
    private final Duration warmUp;
    private final Duration duration;
    private final ClosedLoop loop;

    FloodBench(RunningInstance instance, Workspace workspace, Duration warmUp, Duration duration) {
        this.instance = instance;
        this.workspace = workspace;
        this.warmUp = warmUp;
        this.duration = duration;
        this.loop = new ClosedLoop(instance, workspace.slug(), 1, PAUSE);
    }

    /** @param cpuShare how much of the machine the node had, 1 for every core */
    private record Load(double seconds, double cpuShare, Flood.Guesses guesses, double ownSignIns) {}

    void run(Workspace flooded, PrintStream out) throws IOException, InterruptedException {
        double rate = HashSpeed.perSecondOnAllCores(CALIBRATION);
        double hash = 1000.0 * Runtime.getRuntime().availableProcessors() / rate;
        out.printf(
                Locale.ROOT,
                "A hash of cost %d takes %.1f ms while every core hashes, and %.1f CPU ms alone; the machine does %.1f a second.%n",
                HashSpeed.COST,
                hash,
                HashSpeed.cpuMillisAlone(),
                rate);
        warmUp();
        out.println("Measuring, quiet …");
        List<Measurement> quiet = measure();
        out.println("Measuring, flooded …");
        List<Measurement> under;
        Load load;
        try (Flood flood = Flood.on(instance, flooded)) {
            Thread.sleep(RISING);
            Flood.Guesses before = flood.guesses();
            double cpu = ProcessCpu.millis(instance.nodePid());
            long begin = System.nanoTime();
            under = measure();
            double seconds = (System.nanoTime() - begin) / 1e9;
            load = new Load(
                    seconds,
                    (ProcessCpu.millis(instance.nodePid()) - cpu)
                            / (1000 * seconds * Runtime.getRuntime().availableProcessors()),
                    flood.guesses().since(before),
                    under.getFirst().perSecond() * signInDuration().toMillis() / 1000.0);
        }
        print(out, quiet, under, hash);
        print(out, load, rate);
    }

    private void warmUp() throws IOException, InterruptedException {
        ClosedLoop hot = new ClosedLoop(instance, workspace.slug(), WARM_UP_CONNECTIONS, Duration.ZERO);
        hot.run(Operations.named(workspace, WARMS_SIGN_IN), warmUp);
        for (String name : OPERATIONS) {
            hot.run(Operations.named(workspace, name), warmUp);
        }
    }

    private List<Measurement> measure() throws IOException, InterruptedException {
        List<Measurement> measured = new ArrayList<>();
        for (String name : OPERATIONS) {
            Operation operation = Operations.named(workspace, name);
            measured.add(loop.run(operation, operation.hashes() > 0 ? signInDuration() : duration));
        }
        return measured;
    }

    private Duration signInDuration() {
        return duration.multipliedBy(LONGER_FOR_SIGN_IN);
    }

    private static void print(PrintStream out, List<Measurement> quiet, List<Measurement> under, double hash) {
        out.printf("%n%-20s %19s %19s %26s%n", "", "quiet, ms", "flooded, ms", "difference");
        out.printf("%-20s %9s %9s %9s %9s %10s %10s%n", "operation", "p50", "p99", "p50", "p99", "p50", "p99");
        for (int i = 0; i < OPERATIONS.size(); i++) {
            Measurement before = quiet.get(i);
            Measurement after = under.get(i);
            boolean hashes = i == 0;
            double unit = hashes ? hash : 1;
            out.printf(
                    Locale.ROOT,
                    "%-20s %9.2f %9.2f %9.2f %9.2f %+10.2f %+10.2f %s%s%n",
                    OPERATIONS.get(i),
                    before.p50Millis(),
                    before.p99Millis(),
                    after.p50Millis(),
                    after.p99Millis(),
                    (after.p50Millis() - before.p50Millis()) / unit,
                    (after.p99Millis() - before.p99Millis()) / unit,
                    hashes ? "hash times" : "ms",
                    before.errors() + after.errors() == 0
                            ? ""
                            : "   " + (before.errors() + after.errors()) + " ERRORS");
        }
    }

    private static void print(PrintStream out, Load load, double rate) {
        Flood.Guesses guesses = load.guesses();
        out.printf(
                Locale.ROOT,
                "%nThe flood, in %.0f s: %d guesses judged, %d shed (503), %d limited (429), %d others.%n",
                load.seconds(),
                guesses.judged(),
                guesses.shed(),
                guesses.limited(),
                guesses.others());
        out.printf(
                Locale.ROOT,
                "The node had %.0f %% of the machine's CPU; it hashed at %.0f %% of the machine's own rate.%n",
                100 * load.cpuShare(),
                100 * (guesses.judged() + load.ownSignIns()) / load.seconds() / rate);
        if (guesses.limited() > guesses.judged()) {
            out.printf(
                    "The limits ended this flood. One at full force needs a node started with%n  %s%n",
                    Flood.WITHOUT_LIMITS);
        }
    }
}

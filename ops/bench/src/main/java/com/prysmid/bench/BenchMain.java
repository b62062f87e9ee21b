package com.prysmid.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./prysm bench}. */
@Command(
        name = "prysm bench",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 130,
        description = "Measures a running ./prysm dev: CPU milliseconds per operation of the node and of Postgres.",
        footer = {
            "",
            "--flood shows what another workspace notices of wrong passwords. As deployed, the limits of an address end such a flood",
            "early. For one whose every guess is judged or shed, start dev without them:",
            "  " + Flood.WITHOUT_LIMITS + " ./prysm dev"
        })
public final class BenchMain implements Callable<Integer> {
    /** At most so many rounds of warming up; a sign-in is mostly hashing, and its own code is slow to get hot. */
    private static final int WARM_UP_ROUNDS = 8;

    /** A round that costs more than this share of the one before is no longer getting better. */
    private static final double FLAT = 0.98;

    @Option(names = "--data", description = "the data directory of the running dev (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".prysm");

    @Option(names = "--seconds", description = "to measure each operation (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            description = "seconds of a round before, repeated until the cost is flat (default: ${DEFAULT-VALUE})")
    private int warmUp = 10;

    @Option(names = "--connections", description = "closed loops at once (default: ${DEFAULT-VALUE})")
    private int connections = 4;

    @Option(names = "--only", description = "run only operations whose name holds this text")
    private String only = "";

    @Option(
            names = "--flood",
            description =
                    "instead: latencies of one workspace, quiet and while another is flooded with wrong passwords")
    private boolean flood;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        RunningInstance instance;
        try {
            instance = RunningInstance.read(data);
        } catch (IOException e) {
            System.err.println("prysm bench: no running dev in " + data + ": start ./prysm dev first");
            return 1;
        }
        out.println("Making a workspace with apps and users …");
        String slug = Workspace.freshSlug();
        Workspace workspace = Workspace.create(instance, slug);
        if (flood) {
            new FloodBench(instance, workspace, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds))
                    .run(Workspace.createEmpty(instance, slug + "-flooded"), out);
            return 0;
        }
        double hash = HashSpeed.cpuMillisAlone();
        out.printf(
                Locale.ROOT,
                "%n%-28s %9s %8s %8s %14s %14s%n",
                "operation",
                "op/s",
                "p50 ms",
                "p99 ms",
                "node CPU ms/op",
                "pg CPU ms/op");
        ClosedLoop loop = new ClosedLoop(instance, slug, connections, Duration.ZERO);
        for (Operation operation : Operations.all(workspace)) {
            if (!operation.name().contains(only)) {
                continue;
            }
            warmUp(loop, operation);
            Measurement measured = loop.run(operation, Duration.ofSeconds(seconds));
            print(out, operation.name(), measured);
            if (operation.hashes() > 0) {
                printBesidesHash(out, measured, hash * operation.hashes());
            }
        }
        out.printf(
                Locale.ROOT,
                "%nOne bcrypt check at cost %d, alone in this JVM: %.1f CPU ms. %s%n",
                HashSpeed.COST,
                hash,
                "Rates depend on the machine and on what else it does; CPU per operation is what to compare.");
        return 0;
    }

    /** Until the cost is flat: what the JIT compiler spends is not the operation's. */
    private void warmUp(ClosedLoop loop, Operation operation) throws IOException, InterruptedException {
        double before = loop.run(operation, Duration.ofSeconds(warmUp)).nodeCpuMillis();
        for (int round = 1; round < WARM_UP_ROUNDS; round++) {
            double after = loop.run(operation, Duration.ofSeconds(warmUp)).nodeCpuMillis();
            if (after > before * FLAT) {
                return;
            }
            before = after;
        }
    }

    private static void print(PrintStream out, String name, Measurement measured) {
        out.printf(
                Locale.ROOT,
                "%-28s %9.1f %8.2f %8.2f %14.3f %14.3f%s%n",
                name,
                measured.perSecond(),
                measured.p50Millis(),
                measured.p99Millis(),
                measured.nodeCpuMillis(),
                measured.postgresCpuMillis(),
                measured.errors() == 0 ? "" : "   " + measured.errors() + " ERRORS");
    }

    private static void printBesidesHash(PrintStream out, Measurement measured, double hash) {
        double rest = measured.nodeCpuMillis() - hash;
        out.printf(
                Locale.ROOT,
                "%-28s %42.3f %14s%n",
                "  … besides the hash",
                rest,
                String.format(Locale.ROOT, "(%.1f %%)", 100 * rest / hash));
    }
}

package com.prysmid.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** CPU time as Linux counts it in {@code /proc}: user and system, in ticks of 10 ms. */
final class ProcessCpu {
    private static final double MILLIS_PER_TICK = 10;
    /** {@code /proc/net/tcp}: the state of a listening socket. */
    private static final String LISTEN = "0A";

    private ProcessCpu() {}

    static long ofThisThreadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Of one process. */
    static double millis(long pid) throws IOException {
        return ticks(Path.of("/proc", Long.toString(pid), "stat"), false) * MILLIS_PER_TICK;
    }

    /** Of a process and its children, those included that have ended. */
    static double millisWithChildren(long pid) throws IOException {
        double ticks = ticks(Path.of("/proc", Long.toString(pid), "stat"), true);
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            try {
                ticks += ticks(Path.of("/proc", Long.toString(child.pid()), "stat"), true);
            } catch (IOException ended) {
                // Its time is in its parent's by now.
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    private static double ticks(Path stat, boolean withEndedChildren) throws IOException {
        String text = Files.readString(stat);
        // The name in parentheses may hold blanks; fields are counted behind it (proc(5): utime is field 14).
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        double own = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return withEndedChildren ? own + Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]) : own;
    }

    /** Which process listens on that port of this machine. */
    static long listeningOn(int port) throws IOException {
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (!Files.exists(Path.of(table))) {
                continue;
            }
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9
                        && fields[3].equals(LISTEN)
                        && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (holdsOneOf(process.pid(), sockets)) {
                return process.pid();
            }
        }
        throw new IOException("nothing listens on port " + port);
    }

    private static boolean holdsOneOf(long pid, List<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }
}

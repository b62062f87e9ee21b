package com.prysmid.node.dev;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./prysm dev}: starts everything, prints where it is, and stops it in order on Ctrl-C or SIGTERM. */
@Command(
        name = "prysm dev",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts Prysm:ID on this machine, with an embedded Postgres and TLS by its own CA.")
public final class DevMain implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "keeps everything here (default: .prysm)")
    private Path data = Path.of(".prysm");

    @Option(names = "--fresh", description = "empties the data directory first")
    private boolean fresh;

    @Option(names = "--domain", paramLabel = "NAME", description = "default: ${DEFAULT-VALUE}")
    private String domain = "prysm.localhost";

    @Option(names = "--port", paramLabel = "N", description = "of the workspaces (default: ${DEFAULT-VALUE})")
    private int port = 8443;

    @Option(
            names = "--mtls-port",
            paramLabel = "N",
            description = "of the workspaces, for clients with a certificate (default: the port after --port)")
    private @Nullable Integer mtlsPort;

    @Option(names = "--console-port", paramLabel = "N", description = "of api and app (default: ${DEFAULT-VALUE})")
    private int consolePort = 9443;

    @Option(names = "--nodes", paramLabel = "N", description = "cluster nodes to start (default: ${DEFAULT-VALUE})")
    private int nodes = 1;

    @Option(
            names = "--outbound-allow",
            paramLabel = "CIDR[,CIDR]",
            description = "networks that URLs of tenants may lead to besides the public internet; none for no such"
                    + " (default: 127.0.0.0/8,::1/128)")
    private @Nullable String outboundAllow;

    @Option(
            names = "--outbound-ca",
            paramLabel = "FILE",
            description = "PEM file of authorities to trust there, besides dev's own")
    private @Nullable Path outboundAuthority;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        DevClient.allowHostHeader();
        int code = new CommandLine(new DevMain()).execute(arguments);
        // A failed start; a started dev ends by its shutdown hook. Pekko may have left threads that are no daemons.
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long begin = System.nanoTime();
        try {
            DevOptions options = new DevOptions(
                    data,
                    fresh,
                    domain,
                    port,
                    mtlsPort(),
                    consolePort,
                    nodes,
                    DevOutbound.parse(outboundAllow, outboundAuthority));
            DataDirectory directory = DataDirectory.open(data);
            logTo(directory);
            DevInstance instance = new DevInstance(options, directory, Clock.systemUTC());
            // From here on, whatever is started is stopped: also by a Ctrl-C in the middle of the start.
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("prysm-stop").unstarted(instance::close));
            DevReport report = instance.start();
            out.println(report.table(Duration.ofNanos(System.nanoTime() - begin), directory.devJson()));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (DevFailure e) {
            err.println("prysm dev: " + e.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            err.println("prysm dev: " + e.getMessage());
            return 2;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            err.println("prysm dev: cannot start: " + cause.getMessage());
            return 1;
        }
    }

    /** Beside a port that the system chooses, one that it chooses too. */
    private int mtlsPort() {
        return mtlsPort != null ? mtlsPort : port == 0 ? 0 : port + 1;
    }

    /** Before the first logger is made. */
    private static void logTo(DataDirectory directory) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-dev.xml");
        }
        System.setProperty("prysm.log.file", directory.logFile().toString());
    }
}

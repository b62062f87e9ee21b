package com.prysmid.control;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Production's entry point. Settings come from {@code -Dconfig.file=…} or an {@code application.conf} on the class path, under {@code
 * prysm.control}. A start that fails says why in one line and exits with 1.
 */
public final class Main {
    private static final int SHUTDOWN_SECONDS = 30;

    private Main() {}

    public static void main(String[] arguments) {
        // Before the first logger; an operator's own -Dlogback.configurationFile wins.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "control/logback.xml");
        }
        try {
            ControlSettings settings = ControlSettings.from(ConfigFactory.load().getConfig("prysm.control"));
            ControlPlane plane =
                    ControlPlane.start(settings).toCompletableFuture().join();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(plane), "stop"));
        } catch (ConfigException | IllegalArgumentException | CompletionException e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            System.err.println("control plane cannot start: " + cause.getMessage());
            System.exit(1);
        }
    }

    private static void stop(ControlPlane plane) {
        plane.close()
                .toCompletableFuture()
                .completeOnTimeout(null, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}

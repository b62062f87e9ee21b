package com.prysmid.node;

import com.prysmid.node.NodeSettings.Role;
import com.prysmid.node.tls.CertificateDirectory;
import com.typesafe.config.ConfigException;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** A node in production: {@code java … com.prysmid.node.Main /etc/prysmid/node.conf}. Runs until it is told to stop. */
public final class Main {

    private static final Duration CERTIFICATES_EVERY = Duration.ofMinutes(1);

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: com.prysmid.node.Main CONFIG-FILE");
            System.exit(2);
        }
        try {
            NodeSettings settings = NodeSettings.fromFile(new File(arguments[0]));
            if (settings.has(Role.GATEWAY)) {
                CertificateDirectory certificates =
                        CertificateDirectory.open(settings.publicListener().certificates());
                refreshing(ClusterNode.start(settings, certificates).system(), certificates);
            } else {
                ClusterNode.start(settings, null);
            }
        } catch (IOException | ConfigException | IllegalArgumentException | CompletionException e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            System.err.println("prysm node: " + cause.getMessage());
            System.exit(1);
        }
    }

    /** Reading files blocks a little, once a minute, on threads that are meant for it. */
    private static void refreshing(ActorSystem<?> system, CertificateDirectory certificates) {
        system.scheduler()
                .scheduleAtFixedRate(
                        CERTIFICATES_EVERY,
                        CERTIFICATES_EVERY,
                        certificates::refresh,
                        system.dispatchers().lookup(DispatcherSelector.blocking()));
    }
}

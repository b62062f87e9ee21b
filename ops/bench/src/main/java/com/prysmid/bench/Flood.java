package com.prysmid.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Wrong passwords for names that nobody has in one workspace, without an end, from more connections than guesses may wait. Made to
 * take little of the machine that it shares with what it floods: a connection fetches one page, and rests after an answer that cost
 * the node no hash.
 */
final class Flood implements AutoCloseable {
    /** Before {@code ./prysm dev}, for a flood at full force. */
    static final String WITHOUT_LIMITS =
            "PRYSM_JAVA_OPTS='-Dprysm.limits.sign-in.address=1000000 -Dprysm.limits.sign-in.workspace=1000000'";

    /** On a node 32 guesses of a workspace wait per core, and one per core is being judged. */
    private static final int CONNECTIONS = 36 * Runtime.getRuntime().availableProcessors();

    private static final Duration REST = Duration.ofMillis(250);

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final int JUDGED = 422;
    private static final int SHED = 503;
    private static final int LIMITED = 429;

    private final RunningInstance instance;
    private final Workspace workspace;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong judged = new AtomicLong();
    private final AtomicLong shed = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private volatile boolean over;

    private Flood(RunningInstance instance, Workspace workspace) {
        this.instance = instance;
        this.workspace = workspace;
    }

    /** Begins at once and goes on until closed. */
    static Flood on(RunningInstance instance, Workspace workspace) {
        Flood flood = new Flood(instance, workspace);
        for (int i = 0; i < CONNECTIONS; i++) {
            String prefix = "nobody-" + i + "-";
            flood.threads.add(Thread.ofPlatform().daemon(true).start(() -> flood.guess(prefix)));
        }
        return flood;
    }

    /**
     * Guesses until now, by what became of them.
     *
     * @param judged wrong, and so one hash each
     * @param shed refused because too many waited (503)
     * @param limited refused because their address or workspace had failed too often (429)
     * @param others answered in another way, or not at all
     */
    record Guesses(long judged, long shed, long limited, long others) {
        Guesses since(Guesses before) {
            return new Guesses(
                    judged - before.judged, shed - before.shed, limited - before.limited, others - before.others);
        }
    }

    Guesses guesses() {
        return new Guesses(judged.get(), shed.get(), limited.get(), others.get());
    }

    private void guess(String prefix) {
        long number = 0;
        while (!over) {
            try (Connection connection = new Connection(
                    instance.tls(), instance.workspaceHost(workspace.slug()), instance.workspacePort())) {
                Connection.Response page = connection.get("/ui/login");
                Matcher token = TOKEN.matcher(page.body());
                if (!token.find()) {
                    throw new IOException("no sign-in form: " + page.status());
                }
                String form = "csrf=" + token.group(1) + "&password=a+wrong+password&username=" + prefix;
                String[] headers = {"Cookie: " + Connection.cookies(page), "Origin: " + workspace.issuer()};
                while (!over) {
                    int status = connection
                            .postForm("/ui/login", form + number++, headers)
                            .status();
                    count(status).incrementAndGet();
                    if (status != JUDGED) {
                        Thread.sleep(REST);
                    }
                }
            } catch (IOException closed) {
                // The node closes connections as it likes, and the next round opens another; only, not at full speed.
                others.incrementAndGet();
                if (!rested()) {
                    return;
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static boolean rested() {
        try {
            Thread.sleep(REST);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private AtomicLong count(int status) {
        return switch (status) {
            case JUDGED -> judged;
            case SHED -> shed;
            case LIMITED -> limited;
            default -> others;
        };
    }

    /** Waits for the last answers. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

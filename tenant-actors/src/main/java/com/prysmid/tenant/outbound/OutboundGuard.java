package com.prysmid.tenant.outbound;

import com.prysmid.tenant.outbound.Outcome.Reason;
import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The client for every URL that a tenant can name; the package tells the rules. Names are resolved on threads of its own, never
 * more than there are calls at once; everything else runs on {@code prysm.outbound.dispatcher}. Thread-safe.
 */
public final class OutboundGuard implements Outbound, AutoCloseable {
    private final ActorSystem<?> system;
    private final OutboundSettings settings;
    private final HostResolver resolver;
    private final AddressRules rules;
    private final Turns turns;
    private final PinnedHttp http;
    /** A thread for each call in its first part; those that are idle end. */
    private final ExecutorService resolving = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("prysm-outbound-", 0).factory());

    private OutboundGuard(ActorSystem<?> system, OutboundSettings settings, HostResolver resolver, OutboundTls tls) {
        this.system = system;
        this.settings = settings;
        this.resolver = resolver;
        this.rules = new AddressRules(settings.allow());
        this.turns = new Turns(settings.atOnce(), settings.atOncePerWorkspace(), settings.waitingPerWorkspace());
        this.http = new PinnedHttp(system, tls, settings.timeLimit());
    }

    /** @throws IOException where the file of further authorities cannot be used */
    public static OutboundGuard start(ActorSystem<?> system, OutboundSettings settings, HostResolver resolver)
            throws IOException {
        return new OutboundGuard(system, settings, resolver, OutboundTls.trusting(settings.trust()));
    }

    @Override
    public CompletionStage<Outcome> send(Slug workspace, OutboundRequest request) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        OutboundUrl url = OutboundUrl.parse(request.url()).orElse(null);
        if (url == null) {
            answer.complete(new Outcome.Refused(Reason.BAD_URL));
            return answer;
        }
        Cancellable clock = system.scheduler()
                .scheduleOnce(
                        settings.timeLimit(),
                        () -> answer.complete(new Outcome.Refused(Reason.TIMED_OUT)),
                        http.executor());
        CompletionStage<Outcome> end = answer;
        end.whenComplete((outcome, never) -> clock.cancel());
        Runnable start = () -> {
            try {
                resolving.execute(() -> call(workspace, url, request, answer));
            } catch (RejectedExecutionException closed) {
                answer.complete(new Outcome.Refused(Reason.CLOSED));
                turns.leave(workspace.value());
            }
        };
        if (!turns.enter(workspace.value(), start)) {
            answer.complete(new Outcome.Refused(Reason.BUSY));
        }
        // A copy: no caller can end the call by completing what it was given.
        return answer.copy();
    }

    /** The place is given back when nothing of the call is left: also not a resolver that takes longer than the caller waits. */
    private void call(Slug workspace, OutboundUrl url, OutboundRequest request, CompletableFuture<Outcome> answer) {
        CompletionStage<Outcome> outcome;
        try {
            outcome = answer.isDone() ? answer : resolved(url, request, answer);
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedStage(e);
        }
        outcome.whenComplete((value, thrown) -> {
            turns.leave(workspace.value());
            answer.complete(thrown == null ? value : new Outcome.Refused(Reason.UNREACHABLE));
        });
    }

    private CompletionStage<Outcome> resolved(
            OutboundUrl url, OutboundRequest request, CompletableFuture<Outcome> answer) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(url.host());
        } catch (UnknownHostException e) {
            return refused(Reason.UNKNOWN_HOST);
        }
        if (addresses.isEmpty()) {
            return refused(Reason.UNKNOWN_HOST);
        }
        // One bad address is enough: which of them is taken must not depend on their order.
        if (!addresses.stream().allMatch(rules::permit)) {
            return refused(Reason.FORBIDDEN_ADDRESS);
        }
        return answer.isDone() ? answer : http.send(url, addresses.getFirst(), request, answer);
    }

    private static CompletionStage<Outcome> refused(Reason reason) {
        return CompletableFuture.completedStage(new Outcome.Refused(reason));
    }

    /** Takes nothing more; what is under way ends with the actor system. */
    @Override
    public void close() {
        resolving.shutdownNow();
    }
}

package com.prysmid.tenant.entity;

import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.HomeCommand.AdmitMail;
import com.prysmid.tenant.protocol.HomeCommand.Home;
import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import com.prysmid.tenant.protocol.HomeCommand.TellHome;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.LogoutToken;
import com.prysmid.tenant.protocol.TokenCommand.MakeLogoutToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** A workspace that knows which apps want logout tokens, and the apps' servers, which answer as they are told to. */
final class AppsOutside implements Peers, Outbound {
    /** The {@code sid} of each letter that was answered, and the status that it was answered with. */
    record Got(String uri, String body, int status) {}

    final Map<String, String> logoutUris = new ConcurrentHashMap<>();
    /** What the next letters are answered with; 200 where it is empty. A status of 0 is no answer. */
    final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    final Queue<Got> got = new ConcurrentLinkedQueue<>();
    /** What the workspace says of mails that anybody can cause. */
    volatile MailAdmitted mailAdmitted = MailAdmitted.YES;

    final AtomicInteger woken = new AtomicInteger();
    private final ActorRef<Reply> nobody;

    private final String sealedDataKey;

    AppsOutside(ActorRef<Reply> nobody, String sealedDataKey) {
        this.nobody = nobody;
        this.sealedDataKey = sealedDataKey;
    }

    @Override
    public CompletionStage<Reply> workspace(Slug slug, Function<ActorRef<Reply>, WorkspaceCommand> command) {
        WorkspaceCommand asked = command.apply(nobody);
        if (asked instanceof TellHome) {
            return CompletableFuture.completedFuture(
                    new Home(new Secret(sealedDataKey), "https://auth.acme.example", "Acme", Branding.NONE));
        }
        if (asked instanceof AdmitMail) {
            return CompletableFuture.completedFuture(mailAdmitted);
        }
        MakeLogoutToken make = (MakeLogoutToken) asked;
        String uri = logoutUris.get(make.clientId());
        return CompletableFuture.completedFuture(
                uri == null ? Refused.notFound("app") : new LogoutToken(uri, new Secret(make.sid())));
    }

    @Override
    public void wake(Slug slug, UserId user) {
        woken.incrementAndGet();
    }

    @Override
    public CompletionStage<Outcome> send(Slug workspace, OutboundRequest request) {
        Integer told = answers.poll();
        int status = told == null ? 200 : told;
        // A GET is no letter: somebody reads what the app publishes.
        String body = request.content() == null ? "" : request.content().body().reveal();
        got.add(new Got(request.url(), body, status));
        return CompletableFuture.completedFuture(
                status == 0
                        ? new Outcome.Refused(Outcome.Reason.UNREACHABLE)
                        : new Outcome.Answered(status, "text/plain", "", ""));
    }
}

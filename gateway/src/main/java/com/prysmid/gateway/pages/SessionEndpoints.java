package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.SelfCommand;
import com.prysmid.tenant.protocol.SessionCommand;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /ui/account/sessions}: where somebody is signed in, and ending that. */
public final class SessionEndpoints {
    private final Entities entities;
    private final AccountPages pages;

    private SessionEndpoints(Entities entities, AccountPages pages) {
        this.entities = entities;
        this.pages = pages;
    }

    public static List<Endpoint> endpoints(Entities entities, AccountPages pages) {
        SessionEndpoints sessions = new SessionEndpoints(entities, pages);
        String path = AccountSection.SESSIONS.path();
        return List.of(
                Endpoint.get(path, Surface.PAGE, sessions::show),
                Endpoint.post(path + "/end", Surface.PAGE, sessions::endOne),
                Endpoint.post(path + "/end-all", Surface.PAGE, context -> sessions.end(context, null)));
    }

    private CompletionStage<HttpResponse> show(RequestContext context) {
        return pages.visit(
                context,
                AccountSection.SESSIONS,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new SessionCommand.ListAll(context.slug(), visit.userId(), replyTo),
                                SessionCommand.Sessions.class)
                        .thenApply(sessions -> pages.show(
                                visit,
                                200,
                                new View(
                                        "account-sessions.jte",
                                        visit.words().text("sessions.title"),
                                        new SessionList(
                                                visit.csrf().value(),
                                                sessions.items().stream()
                                                        .map(session -> item(visit, session))
                                                        .toList())))));
    }

    private static SessionList.Item item(AccountVisit visit, SessionCommand.Session session) {
        Words words = visit.words();
        return new SessionList.Item(
                session.sid(),
                DeviceName.of(session.userAgent()).in(words),
                session.ip(),
                words.time(session.authTime()),
                words.time(session.lastSeenAt()),
                session.sid().equals(visit.token().id()));
    }

    private CompletionStage<HttpResponse> endOne(RequestContext context) {
        return end(context, context.form().require("sid"));
    }

    private CompletionStage<HttpResponse> end(RequestContext context, @Nullable String sid) {
        return pages.act(
                context,
                AccountSection.SESSIONS,
                visit -> entities.user(
                                context.slug(),
                                visit.userId(),
                                replyTo -> new SelfCommand.EndSessions(
                                        context.slug(),
                                        visit.userId(),
                                        visit.token().id(),
                                        visit.token().secret(),
                                        sid,
                                        visit.act(),
                                        replyTo),
                                Done.class)
                        .thenApply(done -> sid == null
                                        || sid.equals(visit.token().id())
                                ? Responses.seeOther(LoginEndpoints.PATH).addHeader(SessionCookie.clear())
                                : Responses.seeOther(AccountSection.SESSIONS.path())));
    }
}

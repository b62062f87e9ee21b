package com.prysmid.control.http;

import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.sessions.Sessions.SignedIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /bff}: the session of the dashboard, at its host only. */
final class SessionRoutes {
    private final Sessions sessions;

    SessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    List<Operation> operations() {
        return List.of(
                new Operation("GET", "/bff/session", Access.SIGNED_IN, Content.NONE, SessionRoutes::show),
                new Operation("POST", "/bff/logout", Access.SIGNED_IN, Content.NONE, this::logout));
    }

    private static CompletionStage<HttpResponse> show(Call call) {
        SignedIn session = session(call);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("member_id", session.member());
        body.put("name", session.person().name());
        body.put("csrf_token", session.secret().antiForgery().reveal());
        return CompletableFuture.completedStage(Answer.json(200, body));
    }

    private CompletionStage<HttpResponse> logout(Call call) {
        return sessions.close(session(call).secret(), call.by())
                .thenApply(closed -> Answer.nothing().addHeader(SessionCookie.SESSION.cleared()));
    }

    private static SignedIn session(Call call) {
        return Objects.requireNonNull(call.standing().session(), "the gate lets in only who is signed in");
    }
}

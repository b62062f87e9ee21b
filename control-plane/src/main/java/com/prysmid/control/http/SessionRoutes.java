package com.prysmid.control.http;

import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.sessions.SessionSecret;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.sessions.Sessions.SignedIn;
import com.prysmid.control.signin.ConsoleSignIn;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.Provenance;
import java.net.URI;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /bff}: how somebody gets a session of the dashboard, and ends it. At its host only; what reaches the browser is cookies, and
 * nothing that any other server would take.
 */
final class SessionRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRoutes.class);

    private static final Problem NOT_READY =
            Problem.unavailable("The workspace console, where members sign in, does not answer now.");

    private static final Problem FAILED = Problem.of(
            400,
            "sign_in_failed",
            "This answer belongs to no sign-in of this browser, or it has been used or refused: begin again at /bff/login.");

    private final Sessions sessions;
    private final Optional<ConsoleSignIn> signIn;
    private final SecureRandom random;

    /** @param signIn empty: nobody can sign in */
    SessionRoutes(Sessions sessions, Optional<ConsoleSignIn> signIn, SecureRandom random) {
        this.sessions = sessions;
        this.signIn = signIn;
        this.random = random;
    }

    List<Operation> operations() {
        return List.of(
                new Operation("GET", "/bff/login", Access.ANYBODY, Content.NONE, this::login),
                new Operation("GET", "/bff/callback", Access.ANYBODY, Content.NONE, this::callback),
                new Operation("GET", "/bff/session", Access.SIGNED_IN, Content.NONE, SessionRoutes::show),
                new Operation("POST", "/bff/logout", Access.SIGNED_IN, Content.NONE, this::logout));
    }

    private CompletionStage<HttpResponse> login(Call call) {
        if (signIn.isEmpty()) {
            return problem(NOT_READY);
        }
        SessionSecret secret = SessionSecret.generate(random);
        return signIn.get()
                .begin(secret, callbackOf(call.request()))
                .thenApply(address -> address.map(
                                to -> redirect(to.toString()).addHeader(SessionCookie.LOGIN.set(secret)))
                        .orElseGet(() -> Answer.problem(NOT_READY)))
                .exceptionally(failure -> unavailable(failure));
    }

    private CompletionStage<HttpResponse> callback(Call call) {
        Optional<SessionSecret> secret = SessionCookie.LOGIN.of(call.request());
        Map<String, List<String>> parameters = call.request().getUri().query().toMultiMap();
        // RFC 6749 §3.1: no parameter comes twice.
        boolean twice = parameters.values().stream().anyMatch(values -> values.size() > 1);
        if (signIn.isEmpty() || secret.isEmpty() || twice) {
            return problem(FAILED);
        }
        return signIn.get()
                .finish(secret.get(), callbackOf(call.request()), parameters)
                .thenCompose(outcome -> switch (outcome) {
                    case ConsoleSignIn.Outcome.SignedIn person -> signedIn(call, person);
                    case ConsoleSignIn.Outcome.Refused(String reason) -> {
                        LOG.info("request {}: a sign-in failed: {}", call.by().requestId(), reason);
                        yield problem(FAILED);
                    }
                })
                .exceptionally(failure -> unavailable(failure));
    }

    /** The session that the browser came with is not theirs any more, whosever it was. */
    private CompletionStage<HttpResponse> signedIn(Call call, ConsoleSignIn.Outcome.SignedIn person) {
        Provenance by = call.by().as(Actor.member(person.member().text()));
        return SessionCookie.in(call.request())
                .map(before -> sessions.close(before, by))
                .orElseGet(() -> CompletableFuture.completedStage(null))
                .thenCompose(closed -> sessions.open(person.member(), person.person(), by))
                .thenApply(session -> redirect("/")
                        .addHeader(SessionCookie.SESSION.set(session))
                        .addHeader(SessionCookie.LOGIN.cleared()));
    }

    private static HttpResponse unavailable(Throwable failure) {
        LOG.warn("nobody can sign in: {}", BodyReader.cause(failure).toString());
        return Answer.problem(NOT_READY);
    }

    private static URI callbackOf(HttpRequest request) {
        return URI.create(Forgery.own(request) + "/bff/callback");
    }

    private static HttpResponse redirect(String address) {
        return HttpResponse.create().withStatus(StatusCodes.SEE_OTHER).addHeader(RawHeader.create("Location", address));
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

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }
}

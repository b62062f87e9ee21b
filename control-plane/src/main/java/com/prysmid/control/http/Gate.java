package com.prysmid.control.http;

import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.sessions.SessionSecret;
import com.prysmid.control.sessions.Sessions;
import com.prysmid.control.sessions.Sessions.SignedIn;
import com.prysmid.control.tokens.ApiToken;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.TokenHolder;
import com.prysmid.control.tokens.Tokens;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.WorkspaceView;
import com.prysmid.control.workspaces.Workspaces;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in to its operation, or not: by a bearer token, or at the dashboard's host by the session's cookie. What somebody may
 * not know of is answered as what is not there.
 */
final class Gate {
    private final Tokens tokens;
    private final Sessions sessions;
    private final Accounts accounts;
    private final Workspaces workspaces;
    private final ReadSide readSide;

    Gate(Tokens tokens, Sessions sessions, Accounts accounts, Workspaces workspaces, ReadSide readSide) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.accounts = accounts;
        this.workspaces = workspaces;
        this.readSide = readSide;
    }

    /** Whether a request comes in. */
    sealed interface Passage {
        record In(Standing standing) implements Passage {}

        record Refused(Problem problem) implements Passage {}
    }

    /**
     * @param path the values of the path's variables
     * @param dashboard whether it came to the dashboard's host
     */
    CompletionStage<Passage> admit(
            Operation operation, HttpRequest request, Map<String, String> path, boolean dashboard) {
        if (operation.access() instanceof Access.Anybody) {
            return in(Standing.NOBODY);
        }
        Optional<String> authorization = request.getHeader("Authorization").map(header -> header.value());
        // A cookie never speaks where a token does, be it valid or not.
        if (authorization.isPresent() || !dashboard) {
            return byToken(operation.access(), authorization, path);
        }
        Optional<SessionSecret> secret = SessionCookie.in(request);
        if (secret.isEmpty()) {
            return refused(Refusals.signInRequired());
        }
        return sessions.recognise(secret.get()).thenCompose(found -> {
            if (found.isEmpty()) {
                return refused(Refusals.signInRequired());
            }
            // After the session, whose token it is; before anything that the request asks for.
            return Forgery.suspected(request, found.get().secret())
                    ? refused(Refusals.FORGED)
                    : bySession(operation.access(), found.get(), path);
        });
    }

    private CompletionStage<Passage> byToken(Access access, Optional<String> authorization, Map<String, String> path) {
        Optional<ApiToken> token = authorization
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .flatMap(value -> ApiToken.parse(value.substring(7).strip()));
        if (token.isEmpty()) {
            return refused(Refusals.unauthenticated(authorization.isPresent()));
        }
        return tokens.recognise(token.get()).thenCompose(found -> {
            if (found.isEmpty()) {
                return refused(Refusals.unauthenticated(true));
            }
            TokenHolder holder = found.get();
            return switch (access) {
                case Access.Anybody anybody -> in(Standing.NOBODY);
                case Access.SignedIn signedIn -> refused(Refusals.PERSON_REQUIRED);
                case Access.Needs(Scope scope, Role role) ->
                    holder.rights().allow(scope)
                            ? named(path).thenCompose(named -> within(Standing.of(holder), named))
                            : refused(Refusals.scope(scope));
            };
        });
    }

    private CompletionStage<Passage> within(Standing standing, Named named) {
        return switch (named) {
            case Named.Nothing nothing -> in(standing);
            case Named.Missing(Problem problem) -> refused(problem);
            case Named.Owned(AccountId account, Problem missing) ->
                standing.reaches(account) ? in(standing.before(account)) : refused(missing);
        };
    }

    private CompletionStage<Passage> bySession(Access access, SignedIn session, Map<String, String> path) {
        return switch (access) {
            case Access.Anybody anybody -> in(Standing.NOBODY);
            case Access.SignedIn signedIn -> in(Standing.of(session, Role.VIEWER, Set.of()));
            case Access.Needs(Scope scope, Role role) ->
                named(path).thenCompose(named -> switch (named) {
                    case Named.Nothing nothing -> everywhere(session, role);
                    case Named.Missing(Problem problem) -> refused(problem);
                    case Named.Owned(AccountId account, Problem missing) -> at(session, role, account, missing);
                });
        };
    }

    private CompletionStage<Passage> at(SignedIn session, Role role, @Nullable AccountId account, Problem missing) {
        if (account == null) {
            return refused(missing);
        }
        return accounts.role(account, session.member()).thenCompose(own -> {
            if (own.isEmpty()) {
                return refused(missing);
            }
            return own.get().atLeast(role)
                    ? in(Standing.of(session, role, Set.of(account)).before(account))
                    : refused(Refusals.role(role));
        });
    }

    /** Every account in which they have the role: the table says where to ask, the accounts say what is so. */
    private CompletionStage<Passage> everywhere(SignedIn session, Role role) {
        return readSide.accountsOf(session.member())
                .thenCompose(candidates -> having(session, role, candidates, new HashSet<>(), 0))
                .thenCompose(found -> found.isEmpty() && role != Role.VIEWER
                        ? refused(Refusals.role(role))
                        : in(Standing.of(session, role, found)));
    }

    private CompletionStage<Set<AccountId>> having(
            SignedIn session, Role role, List<AccountId> candidates, Set<AccountId> found, int next) {
        if (next == candidates.size()) {
            return CompletableFuture.completedStage(found);
        }
        AccountId account = candidates.get(next);
        return accounts.role(account, session.member()).thenCompose(own -> {
            if (own.filter(has -> has.atLeast(role)).isPresent()) {
                found.add(account);
            }
            return having(session, role, candidates, found, next + 1);
        });
    }

    /** What a path names. */
    private sealed interface Named {
        record Nothing() implements Named {}

        /** Nobody has such a thing. */
        record Missing(Problem problem) implements Named {}

        /**
         * @param account whose it is; null: nobody's but the operator's
         * @param missing what to answer who does not reach it: the same as where it is not there
         */
        record Owned(@Nullable AccountId account, Problem missing) implements Named {}
    }

    private CompletionStage<Named> named(Map<String, String> path) {
        String account = path.get("account");
        if (account != null) {
            return CompletableFuture.completedStage(accountNamed(account));
        }
        String slug = path.get("slug");
        if (slug != null) {
            return workspaceNamed(slug);
        }
        return CompletableFuture.completedStage(new Named.Nothing());
    }

    private static Named accountNamed(String text) {
        try {
            return new Named.Owned(new AccountId(text), Refusals.NO_SUCH_ACCOUNT);
        } catch (InvalidValue e) {
            return new Named.Missing(Refusals.NO_SUCH_ACCOUNT);
        }
    }

    private CompletionStage<Named> workspaceNamed(String text) {
        Slug slug;
        try {
            slug = Slug.parse(text);
        } catch (InvalidValue e) {
            return CompletableFuture.completedStage(new Named.Missing(Refusals.NO_SUCH_WORKSPACE));
        }
        return workspaces
                .find(slug)
                .thenApply(found ->
                        found.<Named>map(Gate::owned).orElseGet(() -> new Named.Missing(Refusals.NO_SUCH_WORKSPACE)));
    }

    private static Named owned(WorkspaceView view) {
        return new Named.Owned(view.accountId(), Refusals.NO_SUCH_WORKSPACE);
    }

    private static CompletionStage<Passage> in(Standing standing) {
        return CompletableFuture.completedStage(new Passage.In(standing));
    }

    private static CompletionStage<Passage> refused(Problem problem) {
        return CompletableFuture.completedStage(new Passage.Refused(problem));
    }
}

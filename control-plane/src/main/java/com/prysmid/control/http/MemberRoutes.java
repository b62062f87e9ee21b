package com.prysmid.control.http;

import com.prysmid.control.accounts.AccountReply;
import com.prysmid.control.accounts.AccountView;
import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.accounts.Address;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.MemberId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Members of an account and invitations to it, under {@code /v1/workspaces/{slug}} of any of its workspaces and, for who has none yet,
 * under {@code /v1/accounts/{account}}: the same people.
 */
final class MemberRoutes {
    static final Problem LAST_OWNER =
            Problem.of(409, "last_owner", "An account is never without an owner: make another first.");

    private static final Problem NOT_ALLOWED =
            Problem.of(403, "insufficient_role", "Owners are made, changed and removed by owners only.");
    private static final Problem NO_SUCH_MEMBER = Problem.notFound("There is no member of that id.");

    private static final Problem NO_ACCOUNT =
            Problem.of(409, "no_account", "The workspace belongs to no account, so nobody can be a member of it.");

    private final Accounts accounts;

    MemberRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    List<Operation> operations() {
        return Stream.of("/v1/workspaces/{slug}", "/v1/accounts/{account}")
                .flatMap(this::operations)
                .toList();
    }

    private Stream<Operation> operations(String prefix) {
        Access read = Access.needs(Scope.READ_MEMBERS, Role.VIEWER);
        Access write = Access.needs(Scope.WRITE_MEMBERS, Role.ADMIN);
        String member = prefix + "/members/{member}";
        String invitations = prefix + "/invitations";
        return Stream.of(
                new Operation("GET", prefix + "/members", read, Content.NONE, this::members),
                new Operation("PATCH", member, write, Content.JSON, this::changeRole),
                new Operation("DELETE", member, write, Content.NONE, this::remove),
                new Operation("GET", invitations, write, Content.NONE, this::invitations),
                new Operation("POST", invitations, write, Content.JSON, this::invite),
                new Operation("DELETE", invitations + "/{invitation}", write, Content.NONE, this::withdraw));
    }

    private CompletionStage<HttpResponse> members(Call call) {
        return page(
                call,
                account -> account.members().stream()
                        .map(member -> new Item(member.id().text(), shown(member)))
                        .toList());
    }

    private CompletionStage<HttpResponse> invitations(Call call) {
        return page(
                call,
                account -> account.invitations().stream()
                        .map(invitation -> new Item(invitation.id(), shown(invitation)))
                        .toList());
    }

    private record Item(String id, Map<String, Object> shown) {}

    /** A workspace of no account has no members, and nobody is invited. */
    private CompletionStage<HttpResponse> page(Call call, Function<AccountView, List<Item>> items) {
        return switch (call.paging()) {
            case Call.Paging.Invalid(Problem problem) -> problem(problem);
            case Call.Paging.Of(int limit, String after, Map<String, String> none) -> {
                AccountId id = call.standing().account();
                if (id == null) {
                    yield CompletableFuture.completedStage(Answer.page(List.of(), null));
                }
                yield accounts.find(id).thenApply(found -> {
                    if (found.isEmpty()) {
                        return Answer.problem(Refusals.NO_SUCH_ACCOUNT);
                    }
                    List<Item> rest = items.apply(found.get()).stream()
                            .filter(item -> after == null || item.id().compareTo(after) > 0)
                            .limit(limit + 1L)
                            .toList();
                    boolean more = rest.size() > limit;
                    List<Item> page = more ? rest.subList(0, limit) : rest;
                    return Answer.page(
                            page.stream().map(Item::shown).toList(),
                            more ? Call.cursor(page.getLast().id()) : null);
                });
            }
        };
    }

    private CompletionStage<HttpResponse> invite(Call call) {
        JsonBody body = call.body();
        Address address = body.text("email", Address::parse);
        Role role = body.text("role", Role::parse);
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || address == null || role == null) {
            return problem(Problem.invalid(errors));
        }
        AccountId account = call.standing().account();
        if (account == null) {
            return problem(NO_ACCOUNT);
        }
        return accounts.invite(account, call.standing().acting(), call.by(), role, address, call.idempotencyKey())
                .thenApply(made -> switch (made.reply()) {
                    case AccountReply.Inviting.Invited(AccountView.Invitation invitation) -> {
                        Map<String, Object> shown = shown(invitation);
                        shown.put("token", made.token().reveal());
                        yield Answer.json(201, shown);
                    }
                    case AccountReply.Inviting.ShownAlready(String invitationId) ->
                        Answer.problem(Problem.of(
                                409,
                                "invitation_shown_already",
                                "This request made invitation " + invitationId
                                        + " earlier, and its token is shown once: withdraw it and make another."));
                    case AccountReply.Inviting.KeyUsedForAnother another -> Answer.problem(TokenRoutes.KEY_REUSED);
                    case AccountReply.Inviting.NotAllowed not -> Answer.problem(NOT_ALLOWED);
                    case AccountReply.Inviting.TooMany many ->
                        Answer.problem(Problem.of(
                                409, "too_many_invitations", "Too many invitations are open: withdraw some first."));
                    case AccountReply.Inviting.NoSuchAccount none -> Answer.problem(Refusals.NO_SUCH_ACCOUNT);
                });
    }

    private CompletionStage<HttpResponse> withdraw(Call call) {
        AccountId account = call.standing().account();
        if (account == null) {
            return problem(noInvitation());
        }
        String invitation = call.path().getOrDefault("invitation", "");
        return accounts.withdraw(account, call.standing().acting(), call.by(), invitation)
                .thenApply(withdrawal -> switch (withdrawal) {
                    case WITHDRAWN -> Answer.nothing();
                    case NOT_FOUND -> Answer.problem(noInvitation());
                    case NOT_ALLOWED -> Answer.problem(NOT_ALLOWED);
                });
    }

    private static Problem noInvitation() {
        return Problem.notFound("There is no open invitation of that id.");
    }

    private CompletionStage<HttpResponse> changeRole(Call call) {
        JsonBody body = call.body();
        Role role = body.text("role", Role::parse);
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || role == null) {
            return problem(Problem.invalid(errors));
        }
        return change(
                call,
                (account, member) ->
                        accounts.changeRole(account, call.standing().acting(), call.by(), member, role),
                member -> Answer.json(200, shown(member)));
    }

    private CompletionStage<HttpResponse> remove(Call call) {
        return change(
                call,
                (account, member) -> accounts.remove(account, call.standing().acting(), call.by(), member),
                member -> Answer.nothing());
    }

    @FunctionalInterface
    private interface Changing {
        CompletionStage<AccountReply.Change> change(AccountId account, MemberId member);
    }

    private static CompletionStage<HttpResponse> change(
            Call call, Changing changing, Function<AccountView.Member, HttpResponse> done) {
        AccountId account = call.standing().account();
        Optional<MemberId> member = member(call);
        if (account == null || member.isEmpty()) {
            return problem(NO_SUCH_MEMBER);
        }
        return changing.change(account, member.get()).thenApply(change -> switch (change) {
            case AccountReply.Change.Done(AccountView.Member changed) -> done.apply(changed);
            case AccountReply.Change.NoSuchMember none -> Answer.problem(NO_SUCH_MEMBER);
            case AccountReply.Change.NotAllowed not -> Answer.problem(NOT_ALLOWED);
            case AccountReply.Change.LastOwner last -> Answer.problem(LAST_OWNER);
        });
    }

    private static Optional<MemberId> member(Call call) {
        try {
            return Optional.of(new MemberId(call.path().getOrDefault("member", "")));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> shown(AccountView.Member member) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", member.id());
        body.put("role", member.role());
        body.put("joined_at", member.since());
        return body;
    }

    private static Map<String, Object> shown(AccountView.Invitation invitation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", invitation.id());
        body.put("role", invitation.role());
        body.put("invited_by", invitation.invitedBy());
        body.put("created_at", invitation.madeAt());
        body.put("expires_at", invitation.expiresAt());
        return body;
    }

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }
}

package com.prysmid.control.http;

import com.prysmid.control.accounts.AccountReply;
import com.prysmid.control.accounts.AccountView;
import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.accounts.Address;
import com.prysmid.control.accounts.InvitationToken;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.http.Operation.Access;
import com.prysmid.control.http.Operation.Content;
import com.prysmid.control.readside.ReadSide;
import com.prysmid.control.sessions.Sessions.SignedIn;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.InvalidValue;
import com.prysmid.control.value.MemberId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/accounts}: what who is signed in does for themselves. No token stands for a person, so none is of use here. */
final class AccountRoutes {
    /** Far above what one person needs; the way from a person to their accounts stays short. */
    private static final int MOST_ACCOUNTS = 20;

    private final Accounts accounts;
    private final ReadSide readSide;

    AccountRoutes(Accounts accounts, ReadSide readSide) {
        this.accounts = accounts;
        this.readSide = readSide;
    }

    List<Operation> operations() {
        return List.of(
                new Operation("GET", "/v1/accounts", Access.SIGNED_IN, Content.NONE, this::list),
                new Operation("POST", "/v1/accounts", Access.SIGNED_IN, Content.JSON, this::open),
                new Operation("POST", "/v1/accounts/{account}/leave", Access.SIGNED_IN, Content.NONE, this::leave),
                new Operation("POST", "/v1/invitations/accept", Access.SIGNED_IN, Content.JSON, this::accept));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        MemberId member = session(call).member();
        return readSide.accountsOf(member)
                .thenCompose(ids -> shown(ids, member, new ArrayList<>(), 0))
                .thenApply(items -> Answer.page(items, null));
    }

    private CompletionStage<List<Map<String, Object>>> shown(
            List<AccountId> ids, MemberId member, List<Map<String, Object>> items, int next) {
        if (next == ids.size()) {
            return CompletableFuture.completedStage(items);
        }
        return accounts.find(ids.get(next)).thenCompose(found -> {
            found.ifPresent(account -> role(account, member).ifPresent(role -> items.add(shown(account, role))));
            return shown(ids, member, items, next + 1);
        });
    }

    private CompletionStage<HttpResponse> open(Call call) {
        JsonBody body = call.body();
        DisplayName name = body.text("name", DisplayName::parse);
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || name == null) {
            return problem(Problem.invalid(errors));
        }
        MemberId member = session(call).member();
        return readSide.accountsOf(member)
                .thenCompose(ids -> ids.size() >= MOST_ACCOUNTS
                        ? problem(Problem.of(409, "too_many_accounts", "Nobody belongs to more than 20 accounts."))
                        : accounts.open(name, member, call.by(), call.idempotencyKey())
                                .thenApply(opening -> switch (opening) {
                                    case AccountReply.Opening.Opened(AccountView account) ->
                                        Answer.json(
                                                201,
                                                shown(
                                                        account,
                                                        role(account, member).orElse(Role.VIEWER)));
                                    case AccountReply.Opening.KeyUsedForAnother another ->
                                        Answer.problem(TokenRoutes.KEY_REUSED);
                                }));
    }

    private CompletionStage<HttpResponse> leave(Call call) {
        AccountId account;
        try {
            account = new AccountId(call.path().getOrDefault("account", ""));
        } catch (InvalidValue e) {
            return problem(Refusals.NO_SUCH_ACCOUNT);
        }
        return accounts.remove(
                        account,
                        call.standing().acting(),
                        call.by(),
                        session(call).member())
                .thenApply(change -> switch (change) {
                    case AccountReply.Change.Done done -> Answer.nothing();
                    case AccountReply.Change.NoSuchMember none -> Answer.problem(Refusals.NO_SUCH_ACCOUNT);
                    case AccountReply.Change.NotAllowed never -> Answer.problem(Refusals.NO_SUCH_ACCOUNT);
                    case AccountReply.Change.LastOwner last -> Answer.problem(MemberRoutes.LAST_OWNER);
                });
    }

    private CompletionStage<HttpResponse> accept(Call call) {
        JsonBody body = call.body();
        InvitationToken token = body.text(
                "token",
                text -> InvitationToken.parse(text)
                        .orElseThrow(() -> new InvalidValue("invalid_token", "must be the token of an invitation")));
        List<Problem.FieldError> errors = body.errors();
        if (!errors.isEmpty() || token == null) {
            return problem(Problem.invalid(errors));
        }
        SignedIn session = session(call);
        return accounts.accept(token, session.member(), address(session).orElse(null), call.by())
                .thenApply(joining -> switch (joining) {
                    case AccountReply.Joining.Joined(AccountView account, Role role) ->
                        Answer.json(200, shown(account, role));
                    case AccountReply.Joining.NotValid not ->
                        Answer.problem(
                                Problem.notFound("The invitation is not valid, or not any more: ask for another."));
                    case AccountReply.Joining.OtherAddress other ->
                        Answer.problem(Problem.of(
                                403,
                                "other_address",
                                "The invitation is for another mail address than the one verified as yours."));
                    case AccountReply.Joining.MemberAlready already ->
                        Answer.problem(Problem.of(409, "member_already", "You belong to that account already."));
                    case AccountReply.Joining.TooMany many ->
                        Answer.problem(Problem.of(409, "too_many_members", "The account has no room for more."));
                });
    }

    private static Optional<Address> address(SignedIn session) {
        try {
            return Optional.ofNullable(session.person().address()).map(Address::parse);
        } catch (InvalidValue e) {
            // Of a shape that nobody can be invited by.
            return Optional.empty();
        }
    }

    private static SignedIn session(Call call) {
        return Objects.requireNonNull(call.standing().session(), "the gate lets in only who is signed in");
    }

    private static Optional<Role> role(AccountView account, MemberId member) {
        return account.members().stream()
                .filter(one -> one.id().equals(member))
                .map(AccountView.Member::role)
                .findFirst();
    }

    private static Map<String, Object> shown(AccountView account, Role role) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", account.id());
        body.put("name", account.name());
        body.put("role", role);
        body.put("created_at", account.openedAt());
        return body;
    }

    private static CompletionStage<HttpResponse> problem(Problem problem) {
        return CompletableFuture.completedStage(Answer.problem(problem));
    }
}

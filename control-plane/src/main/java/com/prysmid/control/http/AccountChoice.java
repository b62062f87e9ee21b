package com.prysmid.control.http;

import com.prysmid.control.accounts.Accounts;
import com.prysmid.control.value.AccountId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which account something new is to belong to. */
final class AccountChoice {
    static final String FIELD = "account_id";

    private final Accounts accounts;

    AccountChoice(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The choice, or what is wrong with the wish. */
    sealed interface Choice {
        /** @param account null: none, which only an operator can choose */
        record Of(@Nullable AccountId account) implements Choice {}

        record Wrong(Problem problem) implements Choice {}
    }

    /** The wish, if it is within reach; without one, the only account there is to choose. */
    CompletionStage<Choice> choose(Standing standing, @Nullable AccountId wish) {
        Set<AccountId> within = standing.accounts();
        if (wish == null) {
            return within == null
                    ? of(null)
                    : within.size() == 1
                            ? of(within.iterator().next())
                            : wrong("required", "is required of who belongs to several accounts");
        }
        if (within != null) {
            return within.contains(wish) ? of(wish) : unknown();
        }
        return accounts.find(wish).thenCompose(found -> found.isPresent() ? of(wish) : unknown());
    }

    private static CompletionStage<Choice> of(@Nullable AccountId account) {
        return CompletableFuture.completedStage(new Choice.Of(account));
    }

    private static CompletionStage<Choice> unknown() {
        return wrong("unknown_account", "must be the id of an account in which you may do this");
    }

    private static CompletionStage<Choice> wrong(String code, String message) {
        return CompletableFuture.completedStage(
                new Choice.Wrong(Problem.invalid(List.of(new Problem.FieldError(FIELD, code, message)))));
    }
}

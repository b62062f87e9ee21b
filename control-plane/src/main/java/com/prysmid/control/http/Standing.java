package com.prysmid.control.http;

import com.prysmid.control.accounts.Acting;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.sessions.Sessions.SignedIn;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.TokenHolder;
import com.prysmid.control.tokens.TokenRights;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Actor;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has been let in, and how far they reach.
 *
 * @param rights what they may do, and so what a token that they make may
 * @param acting as the rules of accounts see them
 * @param accounts whose workspaces, tokens and entries they reach; null: all, and those of no account
 * @param account the one that the path names, by itself or by a workspace; null: it names none, or a workspace of none
 * @param session of whoever is signed in at the dashboard
 */
record Standing(
        Actor actor,
        TokenRights rights,
        Acting acting,
        @Nullable Set<AccountId> accounts,
        @Nullable AccountId account,
        @Nullable SignedIn session) {
    /** Who asks where nobody needs a credential. */
    static final Standing NOBODY =
            new Standing(Origin.NOBODY, TokenRights.NONE, new Acting.Token(Role.VIEWER), Set.of(), null, null);

    Standing {
        accounts = accounts == null ? null : Set.copyOf(accounts);
    }

    /** An account's token is bound by the rules for admins; an operator's by none but those for everybody. */
    static Standing of(TokenHolder holder) {
        AccountId account = holder.accountId();
        return new Standing(
                holder.actor(),
                holder.rights(),
                new Acting.Token(account == null ? Role.OWNER : Role.ADMIN),
                account == null ? null : Set.of(account),
                null,
                null);
    }

    /** Somebody signed in who has at least this role in these accounts. */
    static Standing of(SignedIn session, Role role, Set<AccountId> accounts) {
        return new Standing(
                Actor.member(session.member().text()),
                new TokenRights(scopes(role), null),
                new Acting.Member(session.member()),
                accounts,
                null,
                session);
    }

    /** The same, before an account. */
    Standing before(@Nullable AccountId named) {
        return new Standing(actor, rights, acting, accounts, named, session);
    }

    /** Whether what belongs to that account is within reach; null: to none. */
    boolean reaches(@Nullable AccountId owner) {
        return accounts == null || (owner != null && accounts.contains(owner));
    }

    /** The ids as the tables have them; null: all. */
    @Nullable
    Set<String> accountIds() {
        return accounts == null ? null : accounts.stream().map(AccountId::text).collect(Collectors.toUnmodifiableSet());
    }

    /** What a role may do, in the words of tokens: a test holds it against every operation. */
    static Set<Scope> scopes(Role role) {
        return switch (role) {
            case VIEWER -> EnumSet.of(Scope.READ_WORKSPACES, Scope.READ_MEMBERS);
            case ADMIN, OWNER -> EnumSet.allOf(Scope.class);
        };
    }
}

package com.prysmid.control.accounts;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP layer can ask about accounts: the only place that asks their actors. Safe for use by many threads at once. Every
 * stage may fail with a {@link java.util.concurrent.TimeoutException}.
 */
public final class Accounts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final EntityTypeKey<AccountCommand> ACCOUNTS =
            EntityTypeKey.create(AccountCommand.class, Account.TYPE);

    private final ClusterSharding sharding;
    private final SecureRandom random;

    private Accounts(ClusterSharding sharding, SecureRandom random) {
        this.sharding = sharding;
        this.random = random;
    }

    /** Starts the actors. */
    public static Accounts start(ActorSystem<?> system, Clock clock, SecureRandom random) {
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(
                        ACCOUNTS,
                        context -> Account.create(new AccountId(context.getEntityId()), clock, context.getShard()))
                .withStopMessage(new AccountCommand.Stop()));
        return new Accounts(sharding, random);
    }

    /**
     * Opens an account with this owner.
     *
     * @param idempotencyKey digest of the owner and their {@code Idempotency-Key}, if they sent one: the same key, the same account
     */
    public CompletionStage<AccountReply.Opening> open(
            DisplayName name, MemberId owner, Provenance by, @Nullable Sha256 idempotencyKey) {
        AccountId id = idempotencyKey == null ? AccountId.random() : AccountId.from(idempotencyKey);
        return account(id).ask(replyTo -> new AccountCommand.Open(name, owner, by, replyTo), PATIENCE);
    }

    /** The account of that id, if there is one. */
    public CompletionStage<Optional<AccountView>> find(AccountId id) {
        return account(id)
                .<AccountCommand.LookUp>ask(AccountCommand.Get::new, PATIENCE)
                .thenApply(AccountCommand.LookUp::account);
    }

    /** What this person may do there now; empty if they do not belong to it, or there is no such account. */
    public CompletionStage<Optional<Role>> role(AccountId id, MemberId member) {
        return account(id)
                .<AccountCommand.RoleLookUp>ask(replyTo -> new AccountCommand.GetRole(member, replyTo), PATIENCE)
                .thenApply(AccountCommand.RoleLookUp::role);
    }

    /** What became of an invitation, and its token where one was made: it can be shown this once. */
    public record Invitation(AccountReply.Inviting reply, InvitationToken token) {}

    /** Lets who has this address, and gets the token, belong to the account in this role. */
    public CompletionStage<Invitation> invite(
            AccountId id, Acting acting, Provenance by, Role role, Address address, @Nullable Sha256 idempotencyKey) {
        InvitationToken token = InvitationToken.generate(id, random);
        String invitationId = "inv_" + UUID.randomUUID().toString().replace("-", "");
        return account(id)
                .<AccountReply.Inviting>ask(
                        replyTo -> new AccountCommand.Invite(
                                acting,
                                by,
                                invitationId,
                                role,
                                token.digest(),
                                address.under(token.secret()),
                                idempotencyKey,
                                replyTo),
                        PATIENCE)
                .thenApply(reply -> new Invitation(reply, token));
    }

    /** Takes an invitation back. */
    public CompletionStage<AccountReply.Withdrawal> withdraw(
            AccountId id, Acting acting, Provenance by, String invitationId) {
        return account(id).ask(replyTo -> new AccountCommand.Withdraw(acting, by, invitationId, replyTo), PATIENCE);
    }

    /** @param address one that is verified as the member's, if there is any */
    public CompletionStage<AccountReply.Joining> accept(
            InvitationToken token, MemberId member, @Nullable Address address, Provenance by) {
        return account(token.account())
                .ask(
                        replyTo -> new AccountCommand.Accept(
                                member,
                                by,
                                token.digest(),
                                address == null ? null : address.under(token.secret()),
                                replyTo),
                        PATIENCE);
    }

    /** Gives a member another role. */
    public CompletionStage<AccountReply.Change> changeRole(
            AccountId id, Acting acting, Provenance by, MemberId member, Role role) {
        return account(id).ask(replyTo -> new AccountCommand.ChangeRole(acting, by, member, role, replyTo), PATIENCE);
    }

    /** Removes a member; who acts may be that member. */
    public CompletionStage<AccountReply.Change> remove(AccountId id, Acting acting, Provenance by, MemberId member) {
        return account(id).ask(replyTo -> new AccountCommand.Remove(acting, by, member, replyTo), PATIENCE);
    }

    private EntityRef<AccountCommand> account(AccountId id) {
        return sharding.entityRefFor(ACCOUNTS, id.text());
    }
}

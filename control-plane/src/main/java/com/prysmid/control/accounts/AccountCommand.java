package com.prysmid.control.accounts;

import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What one account can be asked. */
sealed interface AccountCommand {
    /** Be; said again with the same name and owner, it is the first answer again. */
    record Open(DisplayName name, MemberId owner, Provenance by, ActorRef<AccountReply.Opening> replyTo)
            implements AccountCommand {}

    /** What are you? */
    record Get(ActorRef<LookUp> replyTo) implements AccountCommand {}

    /** What may this person do in you? */
    record GetRole(MemberId member, ActorRef<RoleLookUp> replyTo) implements AccountCommand {}

    /** Let whoever has this token and this address belong to you. */
    record Invite(
            Acting acting,
            Provenance by,
            String invitationId,
            Role role,
            Sha256 digest,
            Sha256 address,
            @Nullable Sha256 idempotencyKey,
            ActorRef<AccountReply.Inviting> replyTo)
            implements AccountCommand {}

    record Withdraw(Acting acting, Provenance by, String invitationId, ActorRef<AccountReply.Withdrawal> replyTo)
            implements AccountCommand {}

    /** @param address keyed hash of the address that is verified as the member's, if one is */
    record Accept(
            MemberId member,
            Provenance by,
            Sha256 digest,
            @Nullable Sha256 address,
            ActorRef<AccountReply.Joining> replyTo)
            implements AccountCommand {}

    record ChangeRole(Acting acting, Provenance by, MemberId member, Role role, ActorRef<AccountReply.Change> replyTo)
            implements AccountCommand {}

    record Remove(Acting acting, Provenance by, MemberId member, ActorRef<AccountReply.Change> replyTo)
            implements AccountCommand {}

    /** Nobody has asked for a while. */
    record Idle() implements AccountCommand {}

    /** The shard's permission to leave memory. */
    record Stop() implements AccountCommand {}

    /** The answer to {@link Get}. */
    record LookUp(Optional<AccountView> account) {}

    /** The answer to {@link GetRole}. */
    record RoleLookUp(Optional<Role> role) {}
}

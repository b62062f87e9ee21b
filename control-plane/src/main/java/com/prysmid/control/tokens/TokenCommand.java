package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the tokens can be asked. */
sealed interface TokenCommand {
    /** Make this one; sent again with the same key, it gives the first answer again as long as that is remembered. */
    record Create(
            String tokenId,
            DisplayName name,
            TokenRights rights,
            @Nullable AccountId accountId,
            ApiToken token,
            Provenance by,
            @Nullable Sha256 idempotencyKey,
            ActorRef<Tokens.Creation> replyTo)
            implements TokenCommand {}

    /** Make sure that the token with this digest was valid once; a deleted one stays deleted. */
    record Ensure(String tokenId, DisplayName name, Sha256 digest, ActorRef<Ensured> replyTo) implements TokenCommand {}

    /** @param accounts whose tokens may be deleted; null for all */
    record Delete(String tokenId, @Nullable Set<AccountId> accounts, Provenance by, ActorRef<Deletion> replyTo)
            implements TokenCommand {}

    record Recognise(Sha256 digest, ActorRef<Recognition> replyTo) implements TokenCommand {}

    /** @param accounts whose tokens may be seen; null for all */
    record Page(@Nullable Set<AccountId> accounts, @Nullable String after, int limit, ActorRef<Views> replyTo)
            implements TokenCommand {}

    /** The answer to {@link Ensure}. */
    record Ensured() {}

    /** The answer to {@link Delete}. */
    enum Deletion {
        DELETED,
        NOT_FOUND
    }

    /** The answer to {@link Recognise}: whose it is, if it is valid. */
    record Recognition(Optional<TokenHolder> holder) {}

    /** The answer to {@link Page}. */
    record Views(List<TokenView> tokens) {}
}

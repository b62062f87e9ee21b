package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The valid tokens, and what is needed to recognise repeated requests. Mutable, and touched by its one actor only. */
final class TokenState {
    private final NavigableMap<String, TokenView> tokens = new TreeMap<>();
    private final Map<Sha256, TokenHolder> holderByDigest = new HashMap<>();

    /** Digests of deleted tokens too: a deleted bootstrap token must not come back at the next start. */
    private final Set<Sha256> everSeen = new HashSet<>();

    private final Map<Sha256, TokenEvent.Created> createdByKey = new HashMap<>();

    /** Whose the token with this digest is, if it is valid now. */
    Optional<TokenHolder> recognise(Sha256 digest, Instant now) {
        return Optional.ofNullable(holderByDigest.get(digest))
                .filter(holder -> !holder.rights().over(now));
    }

    boolean everSeen(Sha256 digest) {
        return everSeen.contains(digest);
    }

    /** What was created with this idempotency key. */
    Optional<TokenEvent.Created> createdWith(@Nullable Sha256 key) {
        return Optional.ofNullable(key).map(createdByKey::get);
    }

    /** When that of this token was last noted in the journal. */
    Optional<Instant> lastNoted(String tokenId) {
        return Optional.ofNullable(tokens.get(tokenId)).map(TokenView::lastUsedAt);
    }

    /** The token of that id, if it belongs to one of these accounts. */
    Optional<TokenView> find(String tokenId, @Nullable Set<AccountId> accounts) {
        return Optional.ofNullable(tokens.get(tokenId)).filter(token -> within(token, accounts));
    }

    List<TokenView> page(@Nullable Set<AccountId> accounts, @Nullable String after, int limit) {
        NavigableMap<String, TokenView> rest = after == null ? tokens : tokens.tailMap(after, false);
        return rest.values().stream()
                .filter(token -> within(token, accounts))
                .limit(limit)
                .toList();
    }

    private static boolean within(TokenView token, @Nullable Set<AccountId> accounts) {
        return accounts == null || (token.accountId() != null && accounts.contains(token.accountId()));
    }

    TokenState apply(TokenEvent event) {
        switch (event) {
            case TokenEvent.Created e -> {
                tokens.put(e.tokenId(), view(e.tokenId(), e.name(), e));
                holderByDigest.put(e.digest(), new TokenHolder(holder(e), e.rights(), e.accountId()));
                everSeen.add(e.digest());
                if (e.idempotencyKey() != null) {
                    createdByKey.put(e.idempotencyKey(), e);
                }
            }
            case TokenEvent.Deleted e -> {
                tokens.remove(e.tokenId());
                holderByDigest.values().removeIf(holder -> holder.actor().id().equals(e.tokenId()));
            }
            case TokenEvent.Used e -> tokens.computeIfPresent(e.tokenId(), (id, view) -> view.usedAt(e.at()));
        }
        return this;
    }

    /** A token the process itself ensured at its start is whoever's who runs it. */
    private static Actor holder(TokenEvent.Created event) {
        return event.by().actor().type() == Actor.Type.SYSTEM
                ? Actor.operator(event.tokenId())
                : Actor.token(event.tokenId());
    }

    static TokenView view(String id, DisplayName name, TokenEvent.Created event) {
        return new TokenView(id, name, event.at(), event.by().actor().id(), event.rights(), null, event.accountId());
    }
}

package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts of the API tokens. */
public sealed interface TokenEvent extends ControlEvent {
    /**
     * A token was made.
     *
     * @param digest of the token; the token itself is stored nowhere
     * @param idempotencyKey digest of the acting token's id and the {@code Idempotency-Key} header, if there was one
     * @param scopes what it may do; null of a token from before there were scopes, or of an operator's, which may do everything
     * @param expiresAt null: it lives until it is deleted
     * @param accountId of the account whose workspaces it reaches; null: an operator's, which reaches all
     */
    record Created(
            Instant at,
            Provenance by,
            String tokenId,
            DisplayName name,
            Sha256 digest,
            @Nullable Sha256 idempotencyKey,
            @Nullable List<Scope> scopes,
            @Nullable Instant expiresAt,
            @Nullable AccountId accountId)
            implements TokenEvent {

        public Created {
            scopes = scopes == null ? null : List.copyOf(scopes);
        }

        public TokenRights rights() {
            return scopes == null
                    ? TokenRights.ALL
                    : new TokenRights(scopes.isEmpty() ? Set.of() : EnumSet.copyOf(scopes), expiresAt);
        }
    }

    /** A token was used, for the first time in a while. */
    record Used(Instant at, Provenance by, String tokenId) implements TokenEvent {}

    /**
     * A token ceased to be valid.
     *
     * @param accountId the token's
     */
    record Deleted(
            Instant at,
            Provenance by,
            String tokenId,
            @Nullable AccountId accountId) implements TokenEvent {}
}

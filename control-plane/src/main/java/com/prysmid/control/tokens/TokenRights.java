package com.prysmid.control.tokens;

import com.prysmid.control.value.InvalidValue;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do, and how long. Whoever asks for a token gets one that can do no more and lives no longer than their own.
 *
 * @param expiresAt from then on it is no token; null: it lives until it is deleted
 */
public record TokenRights(Set<Scope> scopes, @Nullable Instant expiresAt) {
    /** Nobody's. */
    public static final TokenRights NONE = new TokenRights(Set.of(), Instant.MIN);

    /** An operator's, who has no narrower one; and that of every token from before there were scopes. */
    public static final TokenRights ALL = new TokenRights(EnumSet.allOf(Scope.class), null);

    public TokenRights {
        scopes = Set.copyOf(scopes);
    }

    public boolean allow(Scope scope) {
        return scopes.contains(scope);
    }

    public boolean over(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** The scope, if these rights hold it; else an {@link InvalidValue}. */
    public Scope held(Scope wish) {
        if (!allow(wish)) {
            throw new InvalidValue("scope_not_held", "must be among the scopes of the token that asks");
        }
        return wish;
    }

    /** The end, if it is one that these rights can give; else an {@link InvalidValue}. */
    public Instant end(Instant wish, Instant now) {
        if (!wish.isAfter(now)) {
            throw new InvalidValue("in_the_past", "must be in the future");
        }
        if (expiresAt != null && wish.isAfter(expiresAt)) {
            throw new InvalidValue("expires_too_late", "must not be after the end of the token that asks");
        }
        return wish;
    }

    /** The scopes' names, in order. */
    public Stream<String> names() {
        return Stream.of(Scope.values()).filter(scopes::contains).map(Scope::wire);
    }

    @Override
    public String toString() {
        return names().collect(Collectors.joining(" ")) + (expiresAt == null ? "" : " until " + expiresAt);
    }
}

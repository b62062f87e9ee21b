package com.prysmid.gateway.pages;

import com.prysmid.gateway.oauth.vocabulary.Scope;
import java.util.Collection;
import java.util.List;

/** What scopes mean, in words for the person who is asked. */
final class ScopeWords {
    private ScopeWords() {}

    /** In the order asked; {@code openid} alone says no more than who one is. */
    static List<String> of(Words words, Collection<String> scopes) {
        return scopes.stream()
                .map(scope -> Scope.find(scope)
                        .map(known -> words.text("scope." + known.wireName()))
                        .orElseGet(() -> words.text("scope.other", scope)))
                .toList();
    }
}

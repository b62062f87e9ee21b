package com.prysmid.gateway.pages;

import com.prysmid.gateway.oauth.vocabulary.Scope;
import java.util.Collection;
import java.util.List;

/** What scopes mean, in words for the person who is asked. */
final class ScopeWords {
    private ScopeWords() {}

    /** In the order asked; {@code openid} alone says no more than who one is. */
    static List<String> of(Collection<String> scopes) {
        return scopes.stream().map(ScopeWords::of).toList();
    }

    private static String of(String scope) {
        return Scope.find(scope)
                .map(known -> switch (known) {
                    case OPENID -> "Know that it is you who signs in";
                    case PROFILE -> "See your profile: your name, language and the like";
                    case EMAIL -> "See your e-mail address";
                    case PHONE -> "See your phone number";
                    case ADDRESS -> "See your postal address";
                    case GROUPS -> "See the groups that you belong to";
                    case ROLES -> "See the roles that you have in it";
                    case OFFLINE_ACCESS -> "Keep this access while you are not there";
                })
                .orElse("Use “" + scope + "” for you");
    }
}

package com.prysmid.gateway.pages;

import com.prysmid.gateway.oauth.vocabulary.Scope;
import java.util.Collection;
import java.util.List;

/** What scopes mean to the person who is asked for them. */
final class ScopeWords {
    private ScopeWords() {}

    static List<String> of(Collection<String> scopes) {
        return scopes.stream().map(ScopeWords::of).toList();
    }

    /** A scope that only the app's API knows stands for itself. */
    private static String of(String scope) {
        return Scope.find(scope)
                .map(known -> switch (known) {
                    case OPENID -> "Know who you are";
                    case PROFILE -> "See your name and profile";
                    case EMAIL -> "See your e-mail address";
                    case PHONE -> "See your phone number";
                    case ADDRESS -> "See your postal address";
                    case GROUPS -> "See the groups you are in";
                    case ROLES -> "See your roles in this app";
                    case OFFLINE_ACCESS -> "Stay connected while you are signed out";
                })
                .orElse(scope);
    }
}

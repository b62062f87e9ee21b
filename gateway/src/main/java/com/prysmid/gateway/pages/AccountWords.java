package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Refused.FieldError;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.Optional;

/** What is wrong with what somebody typed about themselves, in words for them. */
final class AccountWords {
    private AccountWords() {}

    /** Of the first thing that is wrong; empty for a refusal of another kind. */
    static Optional<String> problem(Words words, Refused refused, WorkspaceSettings settings) {
        return refused.fields().stream()
                .findFirst()
                .map(error -> problem(words, error, settings))
                .or(() -> Optional.of("accounts.problem." + refused.code())
                        .filter(words::has)
                        .map(words::text));
    }

    /** Of a password, in characters: as much as may be asked of this person. */
    static int minLength(WorkspaceSettings settings) {
        return Math.max(
                settings.passwordMinLength(), settings.people().passwords().minLengthSingleFactor());
    }

    private static String problem(Words words, FieldError error, WorkspaceSettings settings) {
        String exact = "accounts.problem." + error.field() + "." + error.code();
        if (words.has(exact)) {
            return words.text(exact, minLength(settings));
        }
        String field = "accounts.problem." + error.field();
        return words.text(words.has(field) ? field : "accounts.problem");
    }
}

package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in form as it is shown.
 *
 * @param csrf        the token that its POST must bring back
 * @param interaction the sealed authorization request to go on with; null when somebody just signs in
 * @param appName     the app that asked; null likewise
 * @param username    as typed before; empty the first time
 * @param again       whether the person is signed in, and asked to prove it once more
 * @param problem     what went wrong, in words for the person; null at first
 * @param signUpOffered whether who has no account may make one
 * @param passkey     to sign in without a password; null where the workspace has it off
 * @param providers   through whom one may sign in instead
 * @param mayLackPassword whether some people's login name alone says where they sign in
 */
public record LoginForm(
        String csrf,
        @Nullable String interaction,
        @Nullable String appName,
        String username,
        boolean again,
        @Nullable String problem,
        boolean signUpOffered,
        @Nullable PasskeyForm passkey,
        List<Provider> providers,
        boolean mayLackPassword) {
    /** @param href where a sign-in through it begins */
    public record Provider(String name, String href) {}

    public LoginForm {
        providers = List.copyOf(providers);
    }

    public LoginForm(
            String csrf,
            @Nullable String interaction,
            @Nullable String appName,
            String username,
            boolean again,
            @Nullable String problem) {
        this(csrf, interaction, appName, username, again, problem, false, null, List.of(), false);
    }

    /** Where a forgotten password is told of. */
    public String forgotPath() {
        return withInteraction(ForgotEndpoints.PATH);
    }

    public String signUpPath() {
        return withInteraction(SignUpEndpoints.PATH);
    }

    private String withInteraction(String path) {
        return Interaction.carriedBy(path, interaction);
    }

    /** For {@code aria-invalid}; null leaves the attribute out. */
    public @Nullable String invalid() {
        return problem == null ? null : "true";
    }

    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "LoginForm[redacted]";
    }
}

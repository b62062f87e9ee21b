package com.prysmid.gateway.guard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody was about to do when they were asked to sign in: the parameters of an authorization request.
 *
 * @param startedAt when it was sealed first; a sign-in after it satisfies {@code prompt=login}
 */
public record Interaction(Map<String, String> parameters, Instant startedAt) {
    /** The query parameter and form field that carries a sealed one. */
    public static final String PARAMETER = "interaction";

    /** Sealed for this purpose. */
    public static final String AUTHORIZE = "authorize";

    /** And for this: a device's code to be looked at. */
    public static final String DEVICE = "device";

    /** And for this: what waits for the person's approval. */
    public static final String APPROVE = "approve";

    /** And for this: a part of the person's own account. */
    public static final String ACCOUNT = "account";

    /** Our own parameter of a sealed request: the person is signed in, and asked to prove it again. */
    public static final String AGAIN = "urn:prysmid:again";

    /** Where each purpose goes on after a sign-in. */
    private static final Map<String, String> RESUME_PATHS = Map.of(
            AUTHORIZE, "/oauth/v2/authorize", DEVICE, "/ui/device", APPROVE, "/ui/approve", ACCOUNT, "/ui/account");

    /** All that a sign-in may be asked for. */
    public static final Set<String> PURPOSES = RESUME_PATHS.keySet();

    /** Where the user is asked whether the app may have what it asks for. */
    public static final String CONSENT_PATH = "/ui/consent";

    /** Our own parameter of a sealed request, of whatever value: the app wants a second factor. */
    public static final String MFA = "urn:prysmid:mfa";

    /** Our own parameter of a sealed request: what the user answered; only {@link #DENIED} needs to be said. */
    public static final String CONSENT = "urn:prysmid:consent";

    public static final String DENIED = "denied";

    /** Our own parameter of a sealed request: the scopes that the user is asked for. */
    public static final String CONSENT_SCOPES = "urn:prysmid:consent_scopes";

    private static final String LOGIN_PATH = "/ui/login";

    private static final String MFA_PATH = "/ui/mfa";

    public Interaction {
        parameters = Map.copyOf(parameters);
    }

    /** Where to sign in before going on. */
    public static String loginPath(String sealed) {
        return carriedBy(LOGIN_PATH, sealed);
    }

    /** Where to give a second factor before going on. */
    public static String mfaPath(String sealed) {
        return carriedBy(MFA_PATH, sealed);
    }

    /** This path, with the interaction in its query where there is one. */
    public static String carriedBy(String path, @Nullable String sealed) {
        return sealed == null ? path : path + "?" + PARAMETER + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
    }

    /** Where to agree before going on. */
    public static String consentPath(String sealed) {
        return CONSENT_PATH + "?" + PARAMETER + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
    }

    /** What the app may be given of what it asked for, in the order asked. */
    public static Set<String> consentScopes(Interaction interaction) {
        String scopes = interaction.parameters().getOrDefault(CONSENT_SCOPES, "");
        return new LinkedHashSet<>(List.of(scopes.split(" ", -1)));
    }

    /** Where to go on with an authorization request after signing in. */
    public static String resumePath(String sealed) {
        return resumePath(AUTHORIZE, sealed);
    }

    /** @param purpose one of {@link #PURPOSES} */
    public static String resumePath(String purpose, String sealed) {
        return RESUME_PATHS.get(purpose) + "?" + PARAMETER + "=" + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Interaction" + parameters.keySet();
    }
}

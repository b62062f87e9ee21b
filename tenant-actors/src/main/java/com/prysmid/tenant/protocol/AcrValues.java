package com.prysmid.tenant.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The authentication context classes of this server (OpenID Connect Core §2 {@code acr}). Each has a name of ours, which says what
 * was done, and the level of assurance of ISO/IEC 29115 that it comes to at least, which is what apps ask for that know no names of
 * ours. Who has done more has done the less too.
 */
public final class AcrValues {
    /** A password, or what is better. */
    public static final String PASSWORD = "urn:prysmid:acr:pwd";

    /** Two kinds of proof. */
    public static final String MFA = "urn:prysmid:acr:mfa";

    /** ISO/IEC 29115: little confidence in who it is. */
    private static final String LEVEL_1 = "1";

    /** ISO/IEC 29115: some confidence; who a person is by their papers is not looked at here, so there is no more. */
    private static final String LEVEL_2 = "2";

    private static final List<String> WITHOUT_FACTORS = List.of(PASSWORD, LEVEL_1);

    /** All that a sign-in can come to in some workspace. */
    public static final List<String> SUPPORTED = List.of(PASSWORD, LEVEL_1, MFA, LEVEL_2);

    private AcrValues() {}

    /** Of what an app asks for, what is known here: the rest can never be met, and a wish that is not met is none. */
    public static List<String> known(Collection<String> asked) {
        return asked.stream().filter(SUPPORTED::contains).toList();
    }

    /** Whether who holds these has not what is asked for: of what is essential, any will do; of a wish, the dearest is tried. */
    public static boolean lacks(List<String> held, ClaimsRequest.Wish wish) {
        return !wish.values().isEmpty()
                && (wish.essential()
                        ? Collections.disjoint(wish.values(), held)
                        : known(wish.values()).stream().limit(1).anyMatch(dearest -> !held.contains(dearest)));
    }

    /** All that a sign-in can come to where these are the policies. */
    public static List<String> supported(WorkspaceSettings settings) {
        return settings.people().mfa().requirement() == PeoplePolicy.Mfa.Requirement.OFF ? WITHOUT_FACTORS : SUPPORTED;
    }

    /**
     * What a sign-in by these methods comes to; the best name first.
     *
     * @param amr RFC 8176 names
     */
    public static List<String> heldBy(List<String> amr) {
        List<String> held = new ArrayList<>();
        if (amr.contains("mfa")) {
            held.add(MFA);
            held.add(LEVEL_2);
        }
        if (amr.contains("pwd") || amr.contains("mfa")) {
            held.add(PASSWORD);
        }
        held.add(LEVEL_1);
        return List.copyOf(held);
    }
}

package com.prysmid.tenant.protocol;

import java.util.List;

/**
 * The authentication context classes of this server (OpenID Connect Core §2 {@code acr}). Each has a name of ours, which says what
 * was done, and the level of assurance of ISO/IEC 29115 that it comes to at least, which is what apps ask for that know no names of
 * ours.
 */
public final class AcrValues {
    /** A password, and nothing besides. */
    public static final String PASSWORD = "urn:prysmid:acr:pwd";

    /** ISO/IEC 29115: little confidence in who it is. */
    private static final String LEVEL_1 = "1";

    /** All that a sign-in here can come to. */
    public static final List<String> SUPPORTED = List.of(PASSWORD, LEVEL_1);

    private AcrValues() {}

    /**
     * What a sign-in by these methods comes to; our own name first.
     *
     * @param amr RFC 8176 names
     */
    public static List<String> heldBy(List<String> amr) {
        // Every sign-in takes a password, whatever else there may come to be.
        return SUPPORTED;
    }
}

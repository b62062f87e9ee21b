package com.prysmid.tenant.decide;

import java.text.Normalizer;
import java.util.Locale;

/** How login names are compared: however one writes it, it is the same name. */
public final class LoginNames {
    private LoginNames() {}

    /** Unicode NFKC, then lower case of no language, and NFKC again since lowering may decompose. */
    public static String key(String login) {
        String lowered =
                Normalizer.normalize(login.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lowered, Normalizer.Form.NFKC);
    }
}

package com.prysmid.tenant.decide;

import java.text.Normalizer;
import java.util.Locale;

/** How login names are compared: however one writes it, it is the same name. */
public final class LoginNames {
    private LoginNames() {}

    /** Unicode NFKC, then lower case of no language, and NFKC again since lowering may decompose. */
    public static String key(String login) {
        String lowered = Normalizer.normalize(login, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        // Blanks last: some, such as the no-break space, become plain ones only by NFKC.
        return Normalizer.normalize(lowered, Normalizer.Form.NFKC).strip();
    }
}

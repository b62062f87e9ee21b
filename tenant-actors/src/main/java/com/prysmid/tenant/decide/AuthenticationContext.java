package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.ClaimsRequest;
import java.util.List;

/** The {@code acr} of an id token (OpenID Connect Core §2). */
final class AuthenticationContext {
    private AuthenticationContext() {}

    /** The first that was wished for and holds, else our own name for how the person signed in. */
    static String acr(List<String> amr, ClaimsRequest request) {
        List<String> held = AcrValues.heldBy(amr);
        ClaimsRequest.Wish wish = request.acr();
        return wish.values().stream().filter(held::contains).findFirst().orElse(held.getFirst());
    }
}

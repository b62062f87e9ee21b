package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.util.List;

/** Which second factors somebody has, of those that count. */
final class SecondFactors {
    private SecondFactors() {}

    /** In the order in which they are offered; recovery codes last, and never alone. */
    static List<FactorType> of(UserState state, WorkspaceSettings settings) {
        List<FactorType> allowed = settings.people().mfa().factors();
        return !state.passkeys().isEmpty() && allowed.contains(FactorType.PASSKEY)
                ? List.of(FactorType.PASSKEY)
                : List.of();
    }
}

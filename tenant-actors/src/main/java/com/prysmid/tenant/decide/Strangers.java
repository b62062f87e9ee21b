package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.NameMac;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.WorkspaceState;

/** Who answers for a login name that nobody has, so that guesses at it are counted, paced and shed as any user's are. */
public final class Strangers {
    private Strangers() {}

    /**
     * The same for every way of writing a name, and another for every name and workspace.
     *
     * @param state of a workspace that was prepared. Its sealed data key is known to nobody outside, never changes, and is at hand
     */
    public static UserId of(WorkspaceState state, String login) {
        return new UserId(new NameMac(state.sealedDataKey()).of("stranger", LoginNames.key(login)));
    }
}

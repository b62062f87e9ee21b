package com.prysmid.control.console;

import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.vault.SealedKeyPair;
import java.time.Instant;

/** Facts of the workspace {@code console} as far as the dashboard needs it; its life is told by its lifecycle. */
public sealed interface ConsoleEvent extends ControlEvent {
    /**
     * There are keys; or the same ones have been sealed again, by the vault's first key.
     *
     * @param administrator of the service account by which the app is registered
     * @param app of the dashboard as a client
     */
    record KeysSealed(Instant at, Provenance by, SealedKeyPair administrator, SealedKeyPair app)
            implements ConsoleEvent {}

    /**
     * The dashboard is known to the workspace as a client.
     *
     * @param origin where the dashboard is served
     */
    record AppRegistered(Instant at, Provenance by, String projectId, String clientId, String origin)
            implements ConsoleEvent {}
}

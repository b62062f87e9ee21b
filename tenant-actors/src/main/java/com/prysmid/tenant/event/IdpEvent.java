package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.IdpMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Upstream identity providers. */
public sealed interface IdpEvent extends WorkspaceEvent {
    String idpId();

    /** @param sealedSecret by the workspace's data key, bound to the provider's id; null where it has none */
    @WireName("idp.added/1")
    record Added(
            String idpId, IdpMetadata metadata, @Nullable String sealedSecret) implements IdpEvent {
        @Override
        public String toString() {
            return "Added[" + idpId + "]";
        }
    }

    /**
     * @param sealedSecret the one it has from now on
     * @param changed      names of the members that differ from before
     */
    @WireName("idp.updated/1")
    record Updated(
            String idpId, IdpMetadata metadata, @Nullable String sealedSecret, List<String> changed)
            implements IdpEvent {
        @Override
        public String toString() {
            return "Updated[" + idpId + "]";
        }
    }

    /** Every identity that was linked through it is void. */
    @WireName("idp.removed/1")
    record Removed(String idpId) implements IdpEvent {}

    /** Somebody came back from it and was not let in; nothing changed. */
    @WireName("idp.sign_in_failed/1")
    record SignInFailed(String idpId, String reason) implements IdpEvent {}
}

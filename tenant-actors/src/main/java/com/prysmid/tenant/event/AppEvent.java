package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.AppMetadata;
import org.jspecify.annotations.Nullable;

/** Apps. */
public sealed interface AppEvent extends WorkspaceEvent {
    String clientId();

    /**
     * @param secretDigest base64url SHA-256; null where the app has no secret
     * @param sealedSecret the secret itself under the workspace's data key; null unless assertions are checked with it
     */
    @WireName("app.registered/1")
    record Registered(
            String projectId,
            String clientId,
            AppMetadata metadata,
            @Nullable String secretDigest,
            @Nullable String sealedSecret)
            implements AppEvent {
        @Override
        public String toString() {
            return "Registered[" + clientId + "]";
        }
    }

    /**
     * @param secretDigest as it is from now on; null where the app has no secret
     * @param sealedSecret as it is from now on; null unless assertions are checked with it
     */
    @WireName("app.updated/1")
    record Updated(
            String clientId,
            AppMetadata metadata,
            @Nullable String secretDigest,
            @Nullable String sealedSecret) implements AppEvent {
        @Override
        public String toString() {
            return "Updated[" + clientId + "]";
        }
    }

    @WireName("app.deleted/1")
    record Deleted(String clientId) implements AppEvent {}

    @WireName("app.secret_rotated/1")
    record SecretRotated(
            String clientId, String secretDigest, @Nullable String sealedSecret) implements AppEvent {
        @Override
        public String toString() {
            return "SecretRotated[" + clientId + "]";
        }
    }
}

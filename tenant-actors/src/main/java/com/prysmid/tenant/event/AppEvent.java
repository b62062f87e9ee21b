package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.AppMetadata;
import org.jspecify.annotations.Nullable;

/** Apps. */
public sealed interface AppEvent extends WorkspaceEvent {
    String clientId();

    /** @param secretDigest base64url SHA-256; null where the app has no secret */
    @WireName("app.registered/1")
    record Registered(
            String projectId,
            String clientId,
            AppMetadata metadata,
            @Nullable String secretDigest) implements AppEvent {}

    /** @param secretDigest as it is from now on; null where the app has no secret */
    @WireName("app.updated/1")
    record Updated(
            String clientId, AppMetadata metadata, @Nullable String secretDigest) implements AppEvent {}

    @WireName("app.deleted/1")
    record Deleted(String clientId) implements AppEvent {}

    @WireName("app.secret_rotated/1")
    record SecretRotated(String clientId, String secretDigest) implements AppEvent {}
}

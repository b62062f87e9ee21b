package com.prysmid.tenant.state;

import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.protocol.AppMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Apps by client id. */
public record AppRegistry(Map<String, App> byClientId) {
    public static final AppRegistry EMPTY = new AppRegistry(Map.of());

    /**
     * @param secretDigest base64url SHA-256
     * @param sealedSecret the secret itself under the workspace's data key, where assertions are checked with it
     */
    public record App(
            String clientId,
            String projectId,
            AppMetadata metadata,
            @Nullable String secretDigest,
            @Nullable String sealedSecret,
            Instant createdAt) {
        @Override
        public String toString() {
            return "App[" + clientId + "]";
        }
    }

    public Optional<App> find(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId));
    }

    AppRegistry apply(Instant at, AppEvent event) {
        return switch (event) {
            case AppEvent.Registered e ->
                with(new App(e.clientId(), e.projectId(), e.metadata(), e.secretDigest(), e.sealedSecret(), at));
            case AppEvent.Updated e ->
                find(e.clientId())
                        .map(a -> with(new App(
                                a.clientId(),
                                a.projectId(),
                                e.metadata(),
                                e.secretDigest(),
                                e.sealedSecret(),
                                a.createdAt())))
                        .orElse(this);
            case AppEvent.Deleted e -> new AppRegistry(Maps.without(byClientId, e.clientId()));
            case AppEvent.SecretRotated e ->
                find(e.clientId())
                        .map(a -> with(new App(
                                a.clientId(),
                                a.projectId(),
                                a.metadata(),
                                e.secretDigest(),
                                e.sealedSecret(),
                                a.createdAt())))
                        .orElse(this);
        };
    }

    private AppRegistry with(App app) {
        return new AppRegistry(Maps.with(byClientId, app.clientId(), app));
    }
}

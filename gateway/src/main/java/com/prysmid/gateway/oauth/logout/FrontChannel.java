package com.prysmid.gateway.oauth.logout;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.SessionApp;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which apps are told through the browser that its session has ended (OpenID Connect Front-Channel Logout 1.0 §2). */
final class FrontChannel {
    private final Entities entities;

    FrontChannel(Entities entities) {
        this.entities = entities;
    }

    /** The addresses of the frames, one for each session of each app that wants to know, and the origins they are at. */
    record Frames(List<String> addresses, Set<String> origins) {
        boolean isEmpty() {
            return addresses.isEmpty();
        }
    }

    CompletionStage<Frames> frames(RequestContext context, List<SessionApp> apps) {
        Map<String, CompletableFuture<Optional<AppMetadata.Logout>>> asked = new LinkedHashMap<>();
        apps.forEach(app -> asked.computeIfAbsent(app.clientId(), clientId -> ask(context, clientId)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    List<String> addresses = new ArrayList<>();
                    Set<String> origins = new LinkedHashSet<>();
                    for (SessionApp app : apps) {
                        asked.get(app.clientId()).join().ifPresent(logout -> {
                            String uri = logout.frontchannelLogoutUri();
                            if (uri != null) {
                                addresses.add(address(uri, logout, context.issuer(), app.sid()));
                                origins.add(origin(URI.create(uri)));
                            }
                        });
                    }
                    return new Frames(addresses, origins);
                });
    }

    /** The session has ended already: an app that is gone, or a workspace that does not answer, must not undo that. */
    private CompletableFuture<Optional<AppMetadata.Logout>> ask(RequestContext context, String clientId) {
        return entities.workspace(
                        context.slug(),
                        replyTo -> new AppCommand.View(context.slug(), clientId, replyTo),
                        AppView.class)
                .thenApply(app -> Optional.of(app.metadata().logout()))
                .exceptionally(thrown -> Optional.empty())
                .toCompletableFuture();
    }

    /** §3: what the registered address has as its query stays. */
    static String address(String uri, AppMetadata.Logout logout, String issuer, String sid) {
        return logout.frontchannelLogoutSessionRequired()
                ? Parameters.added(Parameters.added(uri, "iss", issuer), "sid", sid)
                : uri;
    }

    /** Fit for a Content-Security-Policy: {@code java.net.URI} lets nothing into a host that would end a source. */
    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}

package com.prysmid.gateway.guard;

import com.prysmid.gateway.http.CrossOrigin;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Slug;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Scripts of the origins that a workspace's web apps are at may use the endpoints that take a token or a credential in the request
 * itself. Never with cookies ({@code Access-Control-Allow-Credentials} is never sent), so nothing is lent to a script that it does
 * not hold already.
 */
public final class Cors implements CrossOrigin {
    /** Who may, by workspace. */
    @FunctionalInterface
    public interface Origins {
        CompletionStage<Boolean> allows(Slug slug, String origin);
    }

    private static final HttpHeader VARIES = RawHeader.create("Vary", "Origin");
    private static final HttpHeader EXPOSED =
            RawHeader.create("Access-Control-Expose-Headers", "WWW-Authenticate, DPoP-Nonce");
    private static final List<HttpHeader> PREFLIGHT = List.of(
            RawHeader.create("Access-Control-Allow-Methods", "GET, POST"),
            RawHeader.create("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP"),
            // Ten minutes: an origin that is no longer registered is out soon, and in any case at the request itself.
            RawHeader.create("Access-Control-Max-Age", "600"));

    /** RFC 6454 §7 as browsers write it; the opaque origin {@code null} is nobody's. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]{1,253}(?::[0-9]{1,5})?|https?://\\[[0-9a-f:]{2,39}](?::[0-9]{1,5})?");

    private final Set<String> paths;
    private final Origins origins;

    /** @param paths of the endpoints that scripts may use */
    public Cors(Set<String> paths, Origins origins) {
        this.paths = Set.copyOf(paths);
        this.origins = origins;
    }

    @Override
    public boolean concerns(HttpRequest request) {
        return paths.contains(request.getUri().path());
    }

    @Override
    public boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethods.OPTIONS)
                && request.getHeader("Access-Control-Request-Method").isPresent();
    }

    @Override
    public CompletionStage<List<HttpHeader>> headers(HttpRequest request, WorkspaceDescription workspace) {
        Optional<String> origin = request.getHeader("Origin")
                .map(HttpHeader::value)
                .filter(value -> ORIGIN.matcher(value).matches() && !value.equals(workspace.issuer()));
        return origin.map(value -> origins.allows(workspace.slug(), value)
                        // Without an answer nobody may: the request itself shows what is wrong.
                        .exceptionally(thrown -> false)
                        .thenApply(allowed -> allowed ? allowed(value, isPreflight(request)) : List.of(VARIES)))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of(VARIES)));
    }

    private static List<HttpHeader> allowed(String origin, boolean preflight) {
        HttpHeader allow = RawHeader.create("Access-Control-Allow-Origin", origin);
        return preflight
                ? List.of(VARIES, allow, PREFLIGHT.get(0), PREFLIGHT.get(1), PREFLIGHT.get(2))
                : List.of(VARIES, allow, EXPOSED);
    }
}

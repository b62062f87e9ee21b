package com.prysmid.control.operating;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.control.value.Secret;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The admin API of workspaces ({@code /admin/v1}), as our service account. Safe for use by many threads at once. */
public final class AdminApi {
    private static final int UNAUTHORIZED = 401;

    private final PublicOrigins origins;
    private final AccessTokens tokens;

    /** Its connections end with the actor system. */
    public AdminApi(ActorSystem<?> system, Vault vault, AdminApiSettings settings, Clock clock) {
        this.origins = new PublicOrigins(system, settings);
        this.tokens = new AccessTokens(origins, vault, clock);
    }

    /**
     * Reads a resource.
     *
     * @param path below {@code /admin/v1}, such as {@code /workspace}
     */
    public CompletionStage<AdminReply> get(ServiceAccountAccess access, String path) {
        return call(access, () -> HttpRequest.GET(address(access, path)));
    }

    /**
     * Makes a resource.
     *
     * @param idempotencyKey the same key makes it once, however often it is asked for within the time that the workspace remembers it
     */
    public CompletionStage<AdminReply> post(
            ServiceAccountAccess access, String path, JsonNode body, String idempotencyKey) {
        return call(
                access,
                () -> HttpRequest.POST(address(access, path))
                        .withEntity(ContentTypes.APPLICATION_JSON, body.toString())
                        .addHeader(RawHeader.create("Idempotency-Key", idempotencyKey)));
    }

    /** Changes the members of a resource that are in the body. */
    public CompletionStage<AdminReply> patch(ServiceAccountAccess access, String path, JsonNode body) {
        return call(
                access,
                () -> HttpRequest.PATCH(address(access, path))
                        .withEntity(ContentTypes.APPLICATION_JSON, body.toString()));
    }

    private static String address(ServiceAccountAccess access, String path) {
        return access.issuer() + "/admin/v1" + path;
    }

    private CompletionStage<AdminReply> call(ServiceAccountAccess access, Supplier<HttpRequest> request) {
        return granted(
                access,
                token -> send(request.get(), token).thenCompose(reply -> {
                    // A token that was good by the clock: the workspace's keys or its account have changed since.
                    if (reply instanceof AdminReply.Refused(int status, String code) && status == UNAUTHORIZED) {
                        tokens.forget(access);
                        return granted(access, another -> send(request.get(), another));
                    }
                    return CompletableFuture.completedStage(reply);
                }));
    }

    private CompletionStage<AdminReply> granted(
            ServiceAccountAccess access, Function<Secret, CompletionStage<AdminReply>> use) {
        return tokens.token(access).thenCompose(grant -> switch (grant) {
            case AccessTokens.Grant.Denied(AdminReply reply) -> CompletableFuture.completedStage(reply);
            case AccessTokens.Grant.Granted(Secret token) -> use.apply(token);
        });
    }

    private CompletionStage<AdminReply> send(HttpRequest bare, Secret token) {
        HttpRequest request = bare.addCredentials(HttpCredentials.createOAuth2BearerToken(token.reveal()));
        return origins.send(request)
                .handle((answer, failure) -> failure == null
                        ? understood(answer)
                        : new AdminReply.Unreachable(PublicOrigins.reason(failure)));
    }

    private static AdminReply understood(PublicOrigins.Answer answer) {
        int status = answer.status();
        if ((status == 200 || status == 201) && !answer.body().isMissingNode()) {
            return new AdminReply.Done(answer.body());
        }
        return status >= 400 && status < 500 && status != 429
                ? new AdminReply.Refused(status, answer.text("code"))
                : new AdminReply.Unreachable("HTTP " + status + " from the admin API");
    }
}

package com.prysmid.control.operating;

import com.prysmid.control.value.Secret;
import com.prysmid.control.vault.Vault;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.HttpCredentials;

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
        return granted(
                access,
                token -> send(access, path, token).thenCompose(reply -> {
                    // A token that was good by the clock: the workspace's keys or its account have changed since.
                    if (reply instanceof AdminReply.Refused(int status, String code) && status == UNAUTHORIZED) {
                        tokens.forget(access);
                        return granted(access, another -> send(access, path, another));
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

    private CompletionStage<AdminReply> send(ServiceAccountAccess access, String path, Secret token) {
        HttpRequest request = HttpRequest.GET(access.issuer() + "/admin/v1" + path)
                .addCredentials(HttpCredentials.createOAuth2BearerToken(token.reveal()));
        return origins.send(request)
                .handle((answer, failure) -> failure == null
                        ? understood(answer)
                        : new AdminReply.Unreachable(PublicOrigins.reason(failure)));
    }

    private static AdminReply understood(PublicOrigins.Answer answer) {
        int status = answer.status();
        if (status == 200 && !answer.body().isMissingNode()) {
            return new AdminReply.Done(answer.body());
        }
        return status >= 400 && status < 500 && status != 429
                ? new AdminReply.Refused(status, answer.text("code"))
                : new AdminReply.Unreachable("HTTP " + status + " from the admin API");
    }
}

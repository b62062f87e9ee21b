package com.prysmid.control.operating;

import com.prysmid.control.value.Slug;
import com.prysmid.control.workspaces.ServiceAccountAccess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the control plane can operate a workspace: it tries. Safe for use by many threads at once. */
public final class ServiceAccountHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceAccountHealth.class);

    private final Function<Slug, CompletionStage<Optional<ServiceAccountAccess>>> accounts;
    private final AdminApi adminApi;

    /** @param accounts how to call a workspace's admin API */
    public ServiceAccountHealth(
            Function<Slug, CompletionStage<Optional<ServiceAccountAccess>>> accounts, AdminApi adminApi) {
        this.accounts = accounts;
        this.adminApi = adminApi;
    }

    /** What came of it. */
    public enum Status {
        /** The admin API knows us, and the workspace says that it is the one we mean. */
        OK("ok"),
        /** There is no account yet. */
        NONE("none"),
        /** The vault cannot use its key; another is on its way, or comes with the next start. */
        KEY_LOST("key_lost"),
        /** The workspace does not take its key, or does not let it in. */
        REFUSED("refused"),
        /** The workspace's origin does not answer, or not sensibly. */
        UNREACHABLE("unreachable");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }

        /** The name in JSON. */
        public String wire() {
            return wire;
        }
    }

    /** @param keyId of the key in use, with the account's client id; null where there is no account */
    public record Report(
            Status status,
            @Nullable String clientId,
            @Nullable String keyId) {}

    public CompletionStage<Report> of(Slug slug) {
        return accounts.apply(slug)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(new Report(Status.NONE, null, null))
                        : tried(found.get()));
    }

    private CompletionStage<Report> tried(ServiceAccountAccess access) {
        return adminApi.get(access, "/workspace").thenApply(reply -> {
            Status status = judged(access, reply);
            if (status != Status.OK) {
                LOG.debug(
                        "workspace {}: its service account is {}: {}",
                        access.binding().slug(),
                        status.wire(),
                        reply instanceof AdminReply.Done ? "another answers for it" : reply);
            }
            return new Report(status, access.clientId(), access.key().keyId());
        });
    }

    private static Status judged(ServiceAccountAccess access, AdminReply reply) {
        return switch (reply) {
            case AdminReply.Done done ->
                access.binding().slug().text().equals(done.body().path("slug").asText())
                        ? Status.OK
                        : Status.UNREACHABLE;
            case AdminReply.Refused refused -> Status.REFUSED;
            case AdminReply.KeyLost lost -> Status.KEY_LOST;
            case AdminReply.Unreachable unreachable -> Status.UNREACHABLE;
        };
    }
}

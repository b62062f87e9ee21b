package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The workspace keeps a login name, then its user is written. Thread-safe. */
public final class LoginNames {
    private final Entities entities;

    public LoginNames(Entities entities) {
        this.entities = entities;
    }

    /**
     * For who manages users. A name whose user was not written is free again for the next try.
     *
     * @param next writes the user, under the workspace's settings
     */
    public <T> CompletionStage<T> reserving(
            Slug slug, Act act, String username, UserId id, Function<WorkspaceSettings, CompletionStage<T>> next) {
        return reserve(slug, username, id)
                .exceptionallyCompose(thrown -> RefusedException.in(thrown)
                        .filter(refused -> refused.reason() == Refused.Reason.CONFLICT)
                        .map(taken ->
                                giveUpSignUp(slug, act, username).thenCompose(done -> reserve(slug, username, id)))
                        .orElseGet(() -> CompletableFuture.failedStage(thrown)))
                .thenCompose(reserved -> next.apply(reserved.settings())
                        .exceptionallyCompose(
                                thrown -> RefusedException.in(thrown).isEmpty()
                                        ? CompletableFuture.failedStage(thrown)
                                        : release(slug, username, id)
                                                .thenCompose(done -> CompletableFuture.failedStage(thrown))));
    }

    private CompletionStage<DirectoryCommand.LoginReserved> reserve(Slug slug, String username, UserId id) {
        return entities.workspace(
                slug,
                replyTo -> new DirectoryCommand.ReserveLogin(slug, username, id, replyTo),
                DirectoryCommand.LoginReserved.class);
    }

    /** Whoever signed up with another's address, and never completed it, keeps nobody from the name; refused where there is more. */
    private CompletionStage<Done> giveUpSignUp(Slug slug, Act act, String username) {
        return entities.workspace(
                        slug,
                        replyTo -> new DirectoryCommand.FindLogin(slug, username, replyTo),
                        DirectoryCommand.LoginFound.class)
                .thenCompose(found -> {
                    UserId owner = found.userId();
                    return owner == null
                            ? CompletableFuture.completedStage(new Done())
                            : entities.user(
                                            slug,
                                            owner,
                                            replyTo -> new TicketCommand.Yield(slug, owner, act, replyTo),
                                            Done.class)
                                    .thenCompose(done -> release(slug, username, owner));
                });
    }

    /** Where it fails, the reservation ends by itself. */
    public CompletionStage<Done> release(Slug slug, String username, UserId id) {
        return entities.workspace(
                        slug, replyTo -> new DirectoryCommand.ReleaseLogin(slug, username, id, replyTo), Done.class)
                .exceptionally(thrown -> new Done());
    }
}

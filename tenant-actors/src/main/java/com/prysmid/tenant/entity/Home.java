package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.SealedDataKey;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.HomeCommand.AdmitMail;
import com.prysmid.tenant.protocol.HomeCommand.TellHome;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workspace that a user lives in, as the user's entity knows it. Used by the entity's thread only. */
final class Home {
    private final Slug slug;
    private final Peers peers;
    private final KeyEncryptionKey keyEncryptionKey;
    private final Executor keyWork;
    private @Nullable CompletableFuture<WorkspaceSeal> seal;

    Home(Slug slug, Peers peers, KeyEncryptionKey keyEncryptionKey, Executor keyWork) {
        this.slug = slug;
        this.peers = peers;
        this.keyEncryptionKey = keyEncryptionKey;
        this.keyWork = keyWork;
    }

    /** As it is now; fails where the workspace is not active. */
    CompletionStage<HomeCommand.Home> ask() {
        return peers.workspace(slug, replyTo -> new TellHome(slug, replyTo)).thenApply(reply -> switch (reply) {
            case HomeCommand.Home home -> home;
            case Refused refused -> throw new IllegalStateException("workspace " + refused.reason());
            default -> throw new IllegalStateException("no answer to this question");
        });
    }

    /** Counts a mail to this address that anybody can cause. Whether it goes out is decided with what comes back. */
    CompletionStage<HomeCommand.MailAdmitted> admitMail(String address) {
        String recipient = SecretDigest.of(LoginNames.key(address)).base64Url();
        return peers.workspace(slug, replyTo -> new AdmitMail(slug, recipient, replyTo))
                .thenApply(reply -> switch (reply) {
                    case HomeCommand.MailAdmitted admitted -> admitted;
                    case Refused refused -> throw new IllegalStateException("workspace " + refused.reason());
                    default -> throw new IllegalStateException("no answer to this question");
                });
    }

    /** Opens or seals something, off the entity's thread. */
    <T extends @Nullable Object> CompletionStage<T> using(Function<WorkspaceSeal, T> work) {
        return seal().thenApplyAsync(work, keyWork);
    }

    /** Opened off the entity's thread; once it is, for good, as a workspace's data key never changes. */
    CompletionStage<WorkspaceSeal> seal() {
        CompletableFuture<WorkspaceSeal> known = seal;
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<WorkspaceSeal> opening = ask().thenApplyAsync(
                        told -> WorkspaceSeal.open(
                                keyEncryptionKey,
                                slug.value(),
                                new SealedDataKey(told.sealedDataKey().reveal())),
                        keyWork)
                .toCompletableFuture();
        seal = opening;
        return opening;
    }
}

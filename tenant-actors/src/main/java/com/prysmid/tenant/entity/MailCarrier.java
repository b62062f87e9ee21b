package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.DeliveryDecisions.Outcome;
import com.prysmid.tenant.decide.MailDecisions;
import com.prysmid.tenant.event.Outgoing.Mail;
import com.prysmid.tenant.mail.Letter;
import com.prysmid.tenant.mail.Post;
import com.prysmid.tenant.mail.PostOutcome;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One user's mails on their way from the outbox to the post. Used by the entity's thread only. */
final class MailCarrier {
    private final Slug slug;
    private final UserId userId;
    private final Home home;
    private final Post post;

    MailCarrier(Slug slug, UserId userId, Home home, Post post) {
        this.slug = slug;
        this.userId = userId;
        this.home = home;
        this.post = post;
    }

    /** @param at when it was owed */
    CompletionStage<Outcome> carry(String deliveryId, Mail mail, Instant at) {
        CompletionStage<@Nullable Secret> secret = mail.sealedSecret() == null
                ? CompletableFuture.completedFuture(null)
                : home.using(seal -> open(mail, seal));
        return home.ask()
                .thenCombine(secret, (told, opened) -> letter(deliveryId, mail, at, told, opened))
                .thenCompose(letter -> post.send(slug, letter))
                .thenApply(MailCarrier::judge);
    }

    private @Nullable Secret open(Mail mail, WorkspaceSeal seal) {
        return MailDecisions.open(mail, userId, seal);
    }

    private Letter letter(String deliveryId, Mail mail, Instant at, HomeCommand.Home told, @Nullable Secret opened) {
        return new Letter(
                // Tells nobody who it is about.
                SecretDigest.of(slug.value() + " " + userId.value() + " " + deliveryId + " " + at)
                        .base64Url(),
                mail.purpose(),
                mail.address(),
                mail.locale(),
                mail.parameters(),
                opened,
                mail.validUntil(),
                at,
                told);
    }

    private static Outcome judge(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Sent sent -> new Outcome.Delivered();
            case PostOutcome.Refused(var reason) -> new Outcome.Refused(reason);
            case PostOutcome.Failed(var reason) -> new Outcome.Failed(reason);
        };
    }
}

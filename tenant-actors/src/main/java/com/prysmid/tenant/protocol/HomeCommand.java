package com.prysmid.tenant.protocol;

import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What a user's own entity asks of the workspace that it lives in. Refused unless the workspace is active. */
public sealed interface HomeCommand extends WorkspaceCommand {

    /** → {@link Home}. */
    record TellHome(Slug slug, ActorRef<Reply> replyTo) implements HomeCommand {}

    /**
     * One more mail is about to go out that anybody can cause → {@link MailAdmitted}; counted where it is admitted.
     *
     * @param recipient base64url SHA-256 of the address in its compared form, so that no address is kept where it is counted
     */
    record AdmitMail(Slug slug, String recipient, ActorRef<Reply> replyTo) implements HomeCommand {}

    /**
     * @param heldUntil enough went to this address, from whatever accounts; when the next may. Null: this one may
     * @param news      the first that is held since one went out: the others are not told of
     */
    record MailAdmitted(@Nullable Instant heldUntil, boolean news) implements Reply {
        public static final MailAdmitted YES = new MailAdmitted(null, false);

        public boolean isHeld() {
            return heldUntil != null;
        }
    }

    /**
     * @param sealedDataKey opens nothing without the installation's own key; the same for the workspace's whole life
     * @param issuer        what every link that is mailed begins with
     */
    record Home(Secret sealedDataKey, String issuer, String name, Branding branding) implements Reply {}
}

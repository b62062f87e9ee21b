package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What somebody does to their own account. Asked for in a browser: the session is checked as by {@link SessionCommand.Check}. */
public sealed interface SelfCommand extends UserCommand {
    Act act();

    /** Replaces what people say of themselves → {@link AccountCommand.User}. */
    record UpdateProfile(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            OwnProfile profile,
            Act act,
            ActorRef<Reply> replyTo)
            implements SelfCommand {}

    /**
     * Ends one session, or all, with their token families → {@link Done}, also where there was none.
     *
     * @param endedSid null: all, the asking one among them
     */
    record EndSessions(
            Slug slug,
            UserId userId,
            String sid,
            Secret sessionSecret,
            @Nullable String endedSid,
            Act act,
            ActorRef<Reply> replyTo)
            implements SelfCommand {}

    /** The members of {@link UserProfile} that nobody else needs to confirm. */
    record OwnProfile(
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String name,
            @Nullable String nickname,
            @Nullable String locale,
            @Nullable String zoneinfo) {
        /** Redacted: personal data. */
        @Override
        public String toString() {
            return "OwnProfile[redacted]";
        }
    }
}

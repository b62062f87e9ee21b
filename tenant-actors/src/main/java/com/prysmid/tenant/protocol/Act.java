package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The circumstances of a command, kept with its events and shown in the audit journal.
 *
 * @param appId     the app through which it came, if any
 * @param ip        the client's address as text
 * @param userAgent at most 256 characters, control characters removed
 */
public record Act(
        Actor actor,
        @Nullable String appId,
        @Nullable String ip,
        @Nullable String userAgent,
        String requestId) {
    private static final int USER_AGENT_LIMIT = 256;

    public Act {
        userAgent = userAgent == null ? null : printable(userAgent);
    }

    public static Act bySystem(String requestId) {
        return new Act(Actor.SYSTEM, null, null, null, requestId);
    }

    public Act by(Actor other) {
        return new Act(other, appId, ip, userAgent, requestId);
    }

    public Act throughApp(@Nullable String clientId) {
        return new Act(actor, clientId, ip, userAgent, requestId);
    }

    private static String printable(String text) {
        String cut = text.length() > USER_AGENT_LIMIT ? text.substring(0, USER_AGENT_LIMIT) : text;
        return cut.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.isDefined(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

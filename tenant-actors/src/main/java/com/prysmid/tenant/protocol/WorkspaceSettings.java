package com.prysmid.tenant.protocol;

import java.time.Duration;

/**
 * A workspace's policies. Every duration is a whole number of seconds.
 *
 * @param accessToken        life of an access token; 60 s – 24 h
 * @param idToken            life of an id token; 60 s – 24 h
 * @param authorizationCode  life of a code; 10 s – 10 min (RFC 6749 §4.1.2)
 * @param refreshIdle        a refresh token unused for so long ends
 * @param refreshAbsolute    a token family ends so long after the sign-in
 * @param sessionIdle        a session unused for so long ends
 * @param sessionAbsolute    a session ends so long after the sign-in
 * @param keyRotation        a key signs for so long
 * @param keyLead            a key is published for at least so long before it signs by itself
 * @param bcryptCost         4–14; the cost of new password hashes
 * @param passwordMinLength  in characters
 * @param lockoutFailures    so many wrong passwords in a row lock the password out
 * @param lockout            for so long
 * @param protocol           null in journals from before there was one: its defaults
 * @param people             likewise
 */
public record WorkspaceSettings(
        Duration accessToken,
        Duration idToken,
        Duration authorizationCode,
        Duration refreshIdle,
        Duration refreshAbsolute,
        Duration sessionIdle,
        Duration sessionAbsolute,
        Duration keyRotation,
        Duration keyLead,
        int bcryptCost,
        int passwordMinLength,
        int lockoutFailures,
        Duration lockout,
        ProtocolPolicy protocol,
        PeoplePolicy people) {

    public static final WorkspaceSettings DEFAULTS = new WorkspaceSettings(
            Duration.ofMinutes(15),
            Duration.ofMinutes(15),
            Duration.ofSeconds(60),
            Duration.ofDays(30),
            Duration.ofDays(90),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(90),
            Duration.ofHours(24),
            10,
            8,
            10,
            Duration.ofMinutes(5),
            ProtocolPolicy.DEFAULTS,
            PeoplePolicy.DEFAULTS);

    public WorkspaceSettings {
        protocol = protocol == null ? ProtocolPolicy.DEFAULTS : protocol;
        people = people == null ? PeoplePolicy.DEFAULTS : people;
    }

    public WorkspaceSettings withPeople(PeoplePolicy changed) {
        return new WorkspaceSettings(
                accessToken,
                idToken,
                authorizationCode,
                refreshIdle,
                refreshAbsolute,
                sessionIdle,
                sessionAbsolute,
                keyRotation,
                keyLead,
                bcryptCost,
                passwordMinLength,
                lockoutFailures,
                lockout,
                protocol,
                changed);
    }
}

package com.prysmid.gateway.oauth.authorize;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 9700 §4.1.3: equal, character by character. Only on a loopback IP literal the port is free (RFC 8252 §7.3), for a
 * native app cannot choose it; {@code localhost} is a name, and gets no such freedom.
 */
final class RedirectUris {
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::[0-9]{1,5})?((?:[/?].*)?)");

    private RedirectUris() {}

    static boolean isRegistered(List<String> registered, String presented) {
        return registered.contains(presented)
                || registered.stream().anyMatch(uri -> differsInLoopbackPortOnly(uri, presented));
    }

    private static boolean differsInLoopbackPortOnly(String registered, String presented) {
        Matcher a = LOOPBACK.matcher(registered);
        Matcher b = LOOPBACK.matcher(presented);
        return a.matches()
                && b.matches()
                && a.group(1).equals(b.group(1))
                && a.group(2).equals(b.group(2));
    }
}

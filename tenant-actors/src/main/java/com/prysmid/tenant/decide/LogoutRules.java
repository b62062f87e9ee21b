package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which logout addresses an app may register (Back-Channel Logout 1.0 §2.2, Front-Channel Logout 1.0 §2). */
final class LogoutRules {
    private static final int LIMIT = 2_000;

    private LogoutRules() {}

    static void check(AppMetadata metadata, Findings findings) {
        AppMetadata.Logout logout = metadata.logout();
        address("backchannel_logout_uri", logout.backchannelLogoutUri(), findings);
        findings.require(
                logout.backchannelLogoutUri() != null || !logout.backchannelLogoutSessionRequired(),
                "backchannel_logout_session_required",
                "inconsistent",
                "needs a backchannel_logout_uri");
        findings.require(
                logout.frontchannelLogoutUri() != null || !logout.frontchannelLogoutSessionRequired(),
                "frontchannel_logout_session_required",
                "inconsistent",
                "needs a frontchannel_logout_uri");
        address("frontchannel_logout_uri", logout.frontchannelLogoutUri(), findings)
                .ifPresent(uri -> {
                    // It is opened in the app's users' browsers, with the app's own cookies if they send any.
                    boolean own =
                            metadata.redirectUris().stream().anyMatch(redirect -> isOfTheSameOrigin(uri, redirect));
                    findings.require(
                            own,
                            "frontchannel_logout_uri",
                            "inconsistent",
                            "must have the scheme, host and port of a redirect URI");
                });
    }

    /** What is good about it; what is not becomes a finding. */
    private static Optional<URI> address(String field, @Nullable String text, Findings findings) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.length() > LIMIT || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            findings.add(field, "invalid_uri", "must be a URI of at most " + LIMIT + " characters");
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            findings.add(field, "invalid_uri", "is no URI");
            return Optional.empty();
        }
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            findings.add(field, "invalid_uri", "must be https, with a host and no user information");
            return Optional.empty();
        }
        if (uri.getRawFragment() != null) {
            findings.add(field, "invalid_uri", "must not have a fragment");
            return Optional.empty();
        }
        return Optional.of(uri);
    }

    private static boolean isOfTheSameOrigin(URI uri, String redirect) {
        try {
            URI other = new URI(redirect);
            return uri.getScheme().equalsIgnoreCase(other.getScheme())
                    && other.getHost() != null
                    && uri.getHost()
                            .toLowerCase(Locale.ROOT)
                            .equals(other.getHost().toLowerCase(Locale.ROOT))
                    && port(uri) == port(other);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(URI https) {
        return https.getPort() < 0 ? 443 : https.getPort();
    }
}

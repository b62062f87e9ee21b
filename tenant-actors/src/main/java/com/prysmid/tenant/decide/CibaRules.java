package com.prysmid.tenant.decide;

import com.prysmid.tenant.outbound.OutboundUrl;
import com.prysmid.tenant.protocol.AppMetadata;
import java.util.Set;

/** What an app may register about asking people who are elsewhere (OpenID Connect CIBA Core 1.0 §4). */
public final class CibaRules {
    public static final String PING = "ping";

    /** No push: tokens leave by the token endpoint only. */
    private static final Set<String> MODES = Set.of("poll", PING);

    private CibaRules() {}

    static void check(AppMetadata.Ciba ciba, Findings findings) {
        findings.require(
                MODES.contains(ciba.deliveryMode()),
                "backchannel_token_delivery_mode",
                "unsupported",
                "must be poll or ping");
        String endpoint = ciba.clientNotificationEndpoint();
        findings.require(
                endpoint != null || !ciba.deliveryMode().equals(PING),
                "backchannel_client_notification_endpoint",
                "required",
                "ping needs an endpoint");
        findings.require(
                endpoint == null || OutboundUrl.parse(endpoint).isPresent(),
                "backchannel_client_notification_endpoint",
                "invalid_uri",
                "must be an https URI with a plain host, no user information and no fragment");
        findings.require(
                ciba.authenticationRequestSigningAlg() == null,
                "backchannel_authentication_request_signing_alg",
                "unsupported",
                "signed requests are not taken");
    }
}

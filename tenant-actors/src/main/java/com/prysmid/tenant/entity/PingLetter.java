package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.CibaRules;
import com.prysmid.tenant.decide.DeliveryDecisions;
import com.prysmid.tenant.event.CibaEvent;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.outbound.Outcome.Reason;
import com.prysmid.tenant.protocol.AppMetadata;
import java.util.Locale;
import java.util.Optional;

/** A notification on its way to an app (OpenID Connect CIBA Core 1.0 §10.2): that there is an answer, never which. */
final class PingLetter {
    /** Nothing of the answer matters but its status. */
    private static final int MOST_BYTES = 1 << 20;

    private PingLetter() {}

    /** Empty for an app that no longer wants any. */
    static Optional<OutboundRequest> of(AppMetadata.Ciba app, CibaEvent.Ping content) {
        // The id has no character that JSON would escape.
        return Optional.ofNullable(app.clientNotificationEndpoint())
                .filter(endpoint -> app.deliveryMode().equals(CibaRules.PING))
                .map(endpoint -> OutboundRequest.postJson(
                                endpoint,
                                "{\"auth_req_id\":\"" + content.authReqId().reveal() + "\"}",
                                MOST_BYTES)
                        .withBearer(content.token()));
    }

    /** 204, and 200 as some say; a redirect is not followed and is no yes. An app that does not know us will not later. */
    static DeliveryDecisions.Outcome judge(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered ->
                switch (answered.status()) {
                    case 200, 204 -> new DeliveryDecisions.Outcome.Delivered();
                    case 400, 401, 403 -> new DeliveryDecisions.Outcome.Refused("http_" + answered.status());
                    default -> new DeliveryDecisions.Outcome.Failed("http_" + answered.status());
                };
            case Outcome.Refused(var reason)
            when reason == Reason.BAD_URL -> new DeliveryDecisions.Outcome.Refused(word(reason));
            case Outcome.Refused(var reason) -> new DeliveryDecisions.Outcome.Failed(word(reason));
        };
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}

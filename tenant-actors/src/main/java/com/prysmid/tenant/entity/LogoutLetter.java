package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.DeliveryDecisions;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.outbound.Outcome.Reason;
import com.prysmid.tenant.protocol.TokenCommand.LogoutToken;
import java.util.Locale;
import java.util.Map;

/** A logout token on its way to an app (OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8). */
final class LogoutLetter {
    /** Nothing of the answer matters but its status; some frameworks put a page behind it. */
    private static final int MOST_BYTES = 1 << 20;

    private LogoutLetter() {}

    static OutboundRequest of(LogoutToken made) {
        return OutboundRequest.postForm(
                made.uri(), Map.of("logout_token", made.token().reveal()), MOST_BYTES);
    }

    /** §2.8: 200 for done, or 204, since some frameworks say that; 400 for a request that will never do. */
    static DeliveryDecisions.Outcome judge(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered ->
                switch (answered.status()) {
                    case 200, 204 -> new DeliveryDecisions.Outcome.Delivered();
                    case 400 -> new DeliveryDecisions.Outcome.Refused("http_400");
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

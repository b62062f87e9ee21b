package com.prysmid.control.http;

import com.prysmid.control.value.Actor;
import com.prysmid.control.value.Provenance;
import java.net.InetAddress;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** What a request says of where it comes from. */
final class Origin {
    /** Who acts where an operation asks for no credential; the handler may know better. */
    static final Actor NOBODY = Actor.system("anonymous");

    private Origin() {}

    /**
     * The address is the connection's peer: no header is believed, for nobody stands between us and the caller who could vouch for
     * one.
     */
    static Provenance of(HttpRequest request, String requestId, Actor actor) {
        String ip = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(peer -> peer.getAddress())
                .map(Origin::literal)
                .orElse(null);
        String userAgent =
                request.getHeader("User-Agent").map(header -> header.value()).orElse(null);
        return new Provenance(actor, requestId, ip, userAgent);
    }

    /** Without the zone of a link-local address, which names an interface of ours. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}

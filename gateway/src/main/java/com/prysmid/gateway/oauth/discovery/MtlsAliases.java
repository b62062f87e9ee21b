package com.prysmid.gateway.oauth.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RFC 8705 §5: the endpoints that clients call by themselves, at the listener that asks for their certificate. */
final class MtlsAliases {
    /** Of what there may be: none that browsers are sent to. */
    private static final List<String> ALIASED = List.of(
            "token_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "userinfo_endpoint",
            "pushed_authorization_request_endpoint",
            "device_authorization_endpoint",
            "backchannel_authentication_endpoint",
            "registration_endpoint");

    private MtlsAliases() {}

    /** The same paths behind the other port, of what the metadata names. */
    static Map<String, Object> of(Map<String, Object> metadata, String issuer, String mtlsOrigin) {
        Map<String, Object> aliases = new LinkedHashMap<>();
        for (String name : ALIASED) {
            if (metadata.get(name) instanceof String uri && uri.startsWith(issuer)) {
                aliases.put(name, mtlsOrigin + uri.substring(issuer.length()));
            }
        }
        return aliases;
    }
}

package com.prysmid.tenant.upstream;

import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.protocol.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/** How we prove to a token endpoint which client we are (OpenID Connect Core §9). */
public sealed interface ClientProof {

    record Basic(Secret secret) implements ClientProof {}

    record Form(Secret secret) implements ClientProof {}

    /** @param jwt RFC 7523 §2.2 */
    record Assertion(Secret jwt) implements ClientProof {}

    /** A request to the token endpoint with this proof in it. */
    default OutboundRequest post(String tokenEndpoint, String clientId, Map<String, String> fields, int mostBytes) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        return switch (this) {
            case Basic(var secret) ->
                OutboundRequest.postForm(tokenEndpoint, all, mostBytes).withBasic(clientId, secret);
            case Form(var secret) -> {
                all.put("client_id", clientId);
                all.put("client_secret", secret.reveal());
                yield OutboundRequest.postForm(tokenEndpoint, all, mostBytes);
            }
            case Assertion(var jwt) -> {
                all.put("client_id", clientId);
                all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                all.put("client_assertion", jwt.reveal());
                yield OutboundRequest.postForm(tokenEndpoint, all, mostBytes);
            }
        };
    }
}

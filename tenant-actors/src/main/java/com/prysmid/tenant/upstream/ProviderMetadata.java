package com.prysmid.tenant.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.tenant.outbound.OutboundUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider publishes of itself, as far as we go by it (OpenID Connect Discovery §3).
 *
 * @param issuer        as the document says; whether it may say so is seen by who asked
 * @param userinfo      null where it has none
 * @param sendsIssuer   whether its authorization responses name their issuer (RFC 9207 §3)
 */
record ProviderMetadata(
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        @Nullable String userinfo,
        String jwksUri,
        boolean sendsIssuer) {

    /** Empty where something is missing, or an endpoint is no https URL. */
    static Optional<ProviderMetadata> parse(String text) {
        return Json.object(text).flatMap(ProviderMetadata::read);
    }

    private static Optional<ProviderMetadata> read(JsonNode document) {
        Optional<String> issuer = Json.text(document, "issuer");
        Optional<String> authorization = url(document, "authorization_endpoint");
        Optional<String> token = url(document, "token_endpoint");
        Optional<String> jwks = url(document, "jwks_uri");
        if (issuer.isEmpty() || authorization.isEmpty() || token.isEmpty() || jwks.isEmpty()) {
            return Optional.empty();
        }
        JsonNode sendsIssuer = document.get("authorization_response_iss_parameter_supported");
        return Optional.of(new ProviderMetadata(
                issuer.get(),
                authorization.get(),
                token.get(),
                url(document, "userinfo_endpoint").orElse(null),
                jwks.get(),
                sendsIssuer != null && sendsIssuer.isBoolean() && sendsIssuer.booleanValue()));
    }

    private static Optional<String> url(JsonNode document, String name) {
        return Json.text(document, name).filter(url -> OutboundUrl.parse(url).isPresent());
    }
}
